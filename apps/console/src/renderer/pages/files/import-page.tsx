import type { ImportKindView } from '@serialbridge/protocol/central';
import { CSV_CALLS } from '@serialbridge/protocol/central';
import { CodeText, Panel } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { useSearchParams } from 'wouter';
import { useCentral } from '../../api/central-context.tsx';
import { useRead } from '../../api/use-read.ts';
import { Loaded } from '../../components/loaded.tsx';
import { Page } from '../../components/page.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { FileImport } from './file-import.tsx';
import classes from './import-page.module.css';

/** What kind, which file, what would happen, then do it: all of the file or nothing. */
export function ImportPage(): ReactElement {
  const t = useT();
  const format = useFormat();
  const [search, setSearch] = useSearchParams();
  const read = useRead(['imports.kinds'], (central) => central.call('imports.kinds'));
  return (
    <Loaded read={read} title={t('console.page.import')}>
      {({ kinds, max_bytes, max_rows }) => {
        const kind = kinds.find((one) => one.kind === search.get('kind')) ?? kinds[0];
        return (
          <Page title={t('console.page.import')} scroll testId="import-page">
            <div className={classes['kinds']}>
              {kinds.map((one) => (
                <button
                  key={one.kind}
                  type="button"
                  className={classes['kind']}
                  aria-pressed={one.kind === kind?.kind}
                  onClick={() => setSearch({ kind: one.kind }, { replace: true })}
                  data-testid={`import-kind-${one.kind}`}
                >
                  <strong>{one.title}</strong>
                  <small>{one.meaning}</small>
                </button>
              ))}
            </div>
            {kind === undefined ? null : (
              <>
                <FileImport
                  key={kind.kind}
                  kind={kind}
                  limits={t('console.import.limits', { size: format.bytes(max_bytes), rows: format.count(max_rows) })}
                />
                <Columns kind={kind} />
              </>
            )}
          </Page>
        );
      }}
    </Loaded>
  );
}

function Columns({ kind }: { kind: ImportKindView }): ReactElement {
  const t = useT();
  const central = useCentral();
  const template = central.downloadUrl(CSV_CALLS['imports.template'].path.replace(':kind', kind.kind));
  return (
    <Panel
      title={t('console.import.columns')}
      flush
      aside={
        <a href={template} download data-testid="import-template">
          {t('console.import.template')}
        </a>
      }
    >
      <p className={classes['hint']} style={{ padding: '0.6rem 0.9rem' }}>
        {t('console.import.matched-by')} {kind.matched_by}
      </p>
      <PlainTable
        rows={kind.columns}
        rowKey={(column) => column.name}
        empty=""
        columns={[
          {
            key: 'name',
            title: t('console.import.column'),
            renderCell: (column) => <CodeText value={column.name} size="sm" />,
          },
          {
            key: 'required',
            title: t('console.import.required'),
            renderCell: (column) => t(column.required ? 'console.yes' : 'console.no'),
          },
          {
            key: 'meaning',
            title: t('console.import.meaning'),
            renderCell: (column) => (
              <>
                {column.meaning}
                {column.choices === null ? null : <div className={classes['hint']}>{column.choices.join(' · ')}</div>}
              </>
            ),
          },
          {
            key: 'example',
            title: t('console.import.example'),
            renderCell: (column) => <CodeText value={column.example} size="sm" />,
          },
          { key: 'empty', title: t('console.import.when-empty'), renderCell: (column) => column.when_empty },
        ]}
      />
    </Panel>
  );
}
