import { Button } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { IconHistory } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/session.ts';
import { ADDRESS } from './addresses.ts';

interface ChangesLinkProps {
  readonly id: string;
  /** What people call the record. */
  readonly label: string;
  /** In a row of a table. */
  readonly compact?: boolean;
}

/** From a record to what was done to it, for whoever may read the audit log. */
export function ChangesLink({ id, label, compact = false }: ChangesLinkProps): ReactElement | null {
  const t = useT();
  if (!useMay('audit.see')) return null;
  return (
    <Button
      component={Link}
      href={ADDRESS.audit_of(id, label)}
      variant="default"
      size={compact ? 'compact-sm' : 'sm'}
      {...(compact ? {} : { leftSection: <IconHistory size={16} /> })}
      data-testid="changes-of"
    >
      {t('audit.changes')}
    </Button>
  );
}
