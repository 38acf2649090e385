import { Button, Tooltip, type ButtonProps } from '@mantine/core';
import type { Right } from '@serialbridge/core/rights';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useMay } from '../api/session.ts';

interface AllowedButtonProps extends ButtonProps {
  /** The right that it takes. */
  readonly who: Right;
  /** Left out: what else would stand in its place does it. */
  readonly onClick?: () => void;
  readonly testId?: string;
}

/** A button that says why it does nothing, instead of being gone. */
export function AllowedButton({ who, onClick, testId, disabled = false, ...rest }: AllowedButtonProps): ReactElement {
  const t = useT();
  const may = useMay(who);
  const button = (
    <Button
      variant="default"
      {...rest}
      disabled={disabled || !may}
      {...(onClick === undefined ? {} : { onClick })}
      data-testid={testId}
    />
  );
  if (may) return button;
  return (
    <Tooltip label={t('console.needs-right', { right: t(`right.${who}`) })}>
      <span>{button}</span>
    </Tooltip>
  );
}
