import { Textarea, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { BinRow } from '@serialbridge/core/model';
import type { WarehouseListRow } from '@serialbridge/protocol/central';
import { CodeText, Panel } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useState, type ReactElement } from 'react';
import { usePages } from '../../api/use-pages.ts';
import { useAct } from '../../api/use-read.ts';
import { DoubleFlag } from '../../components/tags.tsx';
import { AllowedButton } from '../../components/allowed-button.tsx';
import { SaveDialog } from '../../components/dialog-frame.tsx';
import { PagedTable } from '../../components/paged-table.tsx';
import classes from '../../components/record-page.module.css';

/** Bins of one warehouse, by the page: there may be thousands. */
export function Bins({ warehouse }: { warehouse: WarehouseListRow }): ReactElement {
  const t = useT();
  const { warehouse_id } = warehouse;
  const [typed, setTyped] = useState('');
  const [text] = useDebouncedValue(typed.trim(), 250);
  const [adding, setAdding] = useState(false);
  const key = useMemo(() => ['bins', warehouse_id, text], [warehouse_id, text]);
  const pages = usePages<BinRow>(
    key,
    (central, page) =>
      central.call('bins.list', { params: { warehouse_id }, query: { ...page, ...(text === '' ? {} : { text }) } }),
    (row) => row.bin_id,
  );
  return (
    <Panel
      title={t('console.warehouse.bins-of', { code: warehouse.code })}
      fill
      aside={
        <AllowedButton who="records.change" size="compact-sm" onClick={() => setAdding(true)} testId="bins-new">
          {t('console.warehouse.add-bins')}
        </AllowedButton>
      }
    >
      <div className={classes['fill']} style={{ height: '100%' }}>
        <TextInput
          aria-label={t('console.warehouse.bin')}
          placeholder={t('console.warehouse.bin')}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <PagedTable
          pages={pages}
          label={t('console.warehouse.bins')}
          columns={[
            {
              key: 'code',
              title: t('console.warehouse.bin'),
              renderCell: (row) => (
                <>
                  <CodeText value={row.code} size="sm" /> <DoubleFlag row={row} />
                </>
              ),
            },
          ]}
          rowKey={(row) => row.bin_id}
          rowTestId="bin-row"
          empty={t('console.warehouse.no-bins')}
        />
      </div>
      {adding ? <AddBins warehouse_id={warehouse_id} onClose={() => setAdding(false)} /> : null}
    </Panel>
  );
}

function AddBins({ warehouse_id, onClose }: { warehouse_id: string; onClose: () => void }): ReactElement {
  const t = useT();
  const queries = useQueryClient();
  const [text, setText] = useState('');
  const codes = [...new Set(text.split(/[\s,;]+/).filter((code) => code !== ''))];
  const create = useAct((central, body: { codes: string[] }) =>
    central.call('bins.create', { params: { warehouse_id }, body }),
  );
  const submit = (): void => {
    if (codes.length === 0) return;
    create.mutate(
      { codes },
      {
        onSuccess: () => {
          void queries.resetQueries({ queryKey: ['list', 'bins', warehouse_id] });
          onClose();
        },
      },
    );
  };
  return (
    <SaveDialog
      title={t('console.warehouse.add-bins')}
      onClose={onClose}
      onSubmit={submit}
      save={create}
      word={t('console.warehouse.add-count', { count: codes.length })}
      disabled={codes.length === 0}
      testId="bins-save"
    >
      <Textarea
        label={t('console.warehouse.bin-codes')}
        description={t('console.warehouse.bin-codes-meaning')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        minRows={6}
        maxRows={16}
        autosize
        styles={{ input: { fontFamily: 'var(--sb-font-code)' } }}
        spellCheck={false}
        data-autofocus
      />
    </SaveDialog>
  );
}
