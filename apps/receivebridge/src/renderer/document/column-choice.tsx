import { Select } from '@mantine/core';
import type { MethodResult } from '@serialbridge/protocol/station';
import { useT, type Translate } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import classes from './document-screen.module.css';

type Judged = MethodResult<'receiving.enter_serials'>;
type SerialColumn = Judged['chosen'];

const nameOf = (t: Translate, { column, name, samples }: Judged['columns'][number]): string => {
  const values = { column: column + 1, name, samples: samples.join(' · ') };
  return t(name === '' ? 'receivebridge.bulk.column' : 'receivebridge.bulk.column-named', values);
};

/** Which column of a table has the serials, with the first cells of each; what becomes of the others. */
export function ColumnChoice({
  judged,
  onChoose,
}: {
  judged: Judged;
  onChoose: (column: SerialColumn) => void;
}): ReactElement | null {
  const t = useT();
  const { columns, chosen, ask } = judged;
  if (columns.length < 2) return null;
  const data = [
    ...columns.map((column) => ({ value: String(column.column), label: nameOf(t, column) })),
    { value: 'all', label: t('receivebridge.bulk.column-all') },
  ];
  const uses = columns
    .filter(({ use }) => use !== 'serial')
    .map((column) =>
      t(`receivebridge.bulk.use.${column.use}`, { name: column.name === '' ? String(column.column + 1) : column.name }),
    );
  return (
    <div data-testid="bulk-columns">
      <Select
        label={t(ask ? 'receivebridge.bulk.column-ask' : 'receivebridge.bulk.column-taken')}
        data={data}
        value={ask ? null : String(chosen)}
        placeholder={ask ? (data.find(({ value }) => value === String(chosen))?.label ?? '') : ''}
        error={ask}
        allowDeselect={false}
        onChange={(value) => {
          if (value !== null) onChoose(value === 'all' ? 'all' : Number(value));
        }}
        data-testid="bulk-column"
      />
      {uses.length === 0 ? null : <span className={classes['muted']}>{uses.join(' ')}</span>}
    </div>
  );
}
