import { Tag } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import { Button } from '@mantine/core';
import { useState, type ReactElement } from 'react';

/** Marks a profile made at this station, and deletes it: pressed twice, for there is no way back. */
export function OwnProfileTag({ name, onDelete }: { name: string; onDelete: () => void }): ReactElement {
  const t = useT();
  const [sure, setSure] = useState(false);
  return (
    <>
      <Tag tone="accent">{t('ui.setup.own')}</Tag>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t(sure ? 'ui.setup.delete-sure' : 'ui.setup.delete-named', { name })}
        onBlur={() => setSure(false)}
        onClick={() => {
          if (sure) onDelete();
          else setSure(true);
        }}
      >
        {t(sure ? 'ui.setup.delete-sure' : 'ui.setup.delete', { name })}
      </Button>
    </>
  );
}
