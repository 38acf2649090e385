import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { Role } from '@serialbridge/core/model';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useMay } from '../api/session.ts';

interface AllowedButtonProps extends ButtonProps {
  /** The least role. */
  readonly who: Role;
  readonly onClick: () => void;
  readonly testId?: string;
}

/** A button that says why it does nothing, instead of being gone. */
export function AllowedButton({ who, onClick, testId, disabled = false, ...rest }: AllowedButtonProps): ReactElement {
  const t = useT();
  const may = useMay(who);
  const button = (
    <Button variant="default" {...rest} disabled={disabled || !may} onClick={onClick} data-testid={testId} />
  );
  if (may) return button;
  return (
    <Tooltip label={t('console.needs-role', { role: t(`role.${who}`) })}>
      <span>{button}</span>
    </Tooltip>
  );
}
