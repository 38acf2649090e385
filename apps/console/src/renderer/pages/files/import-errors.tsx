import { Button } from '@mantine/core';
import type { Fault } from '@serialbridge/protocol/errors';
import { CodeText } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { RecordTable } from '../../components/record-table.tsx';
import classes from './import-page.module.css';

/** `row 12, column sku` taken apart; a fault of the whole file has neither. */
function placeOfFault({ where }: Fault): { row: number | null; column: string | null } {
  const row = /\brow (\d+)/.exec(where ?? '')?.[1];
  const column = /\bcolumn (.+)$/.exec(where ?? '')?.[1];
  return { row: row === undefined ? null : Number(row), column: column ?? (row === undefined ? where : null) };
}

const cell = (value: string | number | null): string => `"${String(value ?? '').replaceAll('"', '""')}"`;

/** The faults as CSV, for whoever corrects the file in a spreadsheet. */
function writeFaults(faults: readonly Fault[]): string {
  const lines = faults.map((fault) => {
    const { row, column } = placeOfFault(fault);
    return [row, column, fault.message, fault.code].map(cell).join(',');
  });
  return `\uFEFF${['row,column,message,code', ...lines].join('\r\n')}\r\n`;
}

/** Every row's errors, all at once and as a file, so that they can be corrected in one go. */
export function ImportErrors({ faults, name }: { faults: readonly Fault[]; name: string }): ReactElement {
  const t = useT();
  const rows = faults.map((fault, index) => ({ ...placeOfFault(fault), fault, key: String(index) }));
  const save = (): void => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([writeFaults(faults)], { type: 'text/csv' }));
    link.download = `${name}-errors.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  };
  return (
    <>
      <div className={classes['errors']}>
        <RecordTable
          label={t('console.import.errors')}
          rows={rows}
          rowKey={(row) => row.key}
          testId="import-errors"
          rowTestId="import-error"
          empty=""
          columns={[
            {
              key: 'row',
              title: t('console.import.row'),
              width: '5rem',
              align: 'end',
              renderCell: (row) => row.row ?? '–',
            },
            {
              key: 'column',
              title: t('console.import.column'),
              width: '12rem',
              renderCell: (row) => (row.column === null ? '–' : <CodeText value={row.column} size="sm" />),
            },
            {
              key: 'message',
              title: t('console.import.what'),
              width: 'minmax(20rem, 3fr)',
              renderCell: (row) => <span title={t(row.fault)}>{t(row.fault)}</span>,
            },
            {
              key: 'code',
              title: t('console.import.rule'),
              width: '10rem',
              renderCell: (row) => <CodeText value={row.fault.code} size="sm" />,
            },
          ]}
        />
      </div>
      <div className={classes['row']}>
        <Button variant="default" onClick={save} data-testid="import-errors-save">
          {t('console.import.save-errors')}
        </Button>
        <span className={classes['hint']}>{t('console.import.nothing-written')}</span>
      </div>
    </>
  );
}
