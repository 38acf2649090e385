import { Button } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { IconHistory } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { useMay } from '../api/session.ts';
import { ADDRESS } from './addresses.ts';

/** A record by its id and what people call it, or an address of the audit log. */
type ChangesLinkProps = ({ readonly id: string; readonly label: string } | { readonly href: string }) & {
  /** In a row of a table. */
  readonly compact?: boolean;
};

/** From a record to what was done to it, for whoever may read the audit log. */
export function ChangesLink({ compact = false, ...of }: ChangesLinkProps): ReactElement | null {
  const t = useT();
  if (!useMay('audit.see')) return null;
  return (
    <Button
      component={Link}
      href={'href' in of ? of.href : ADDRESS.audit_of(of.id, of.label)}
      variant="default"
      size={compact ? 'compact-sm' : 'sm'}
      {...(compact ? {} : { leftSection: <IconHistory size={16} /> })}
      data-testid="changes-of"
    >
      {t('audit.changes')}
    </Button>
  );
}
