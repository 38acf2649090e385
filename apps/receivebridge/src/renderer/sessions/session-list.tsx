import type { ReceivingSessionListRow } from '@serialbridge/protocol/station';
import { ActionButton, DataTable, EmptyState, Tag, type Column, type Tone } from '@serialbridge/ui/components';
import { useFormat, useT, type Format, type Translate } from '@serialbridge/ui/i18n';
import { ListPage, useCall, usePagedList } from '@serialbridge/ui/station';
import { IconArrowRight } from '@tabler/icons-react';
import { useMemo, useState, type ReactElement } from 'react';
import classes from '../documents/document-columns.module.css';

const NONE = { rows: [], total: 0 };
const question = (page: { offset: number; limit: number }): typeof page => page;
const TONES: Readonly<Record<ReceivingSessionListRow['state'], Tone>> = {
  draft: 'caution',
  saved: 'done',
  discarded: 'neutral',
};

function sessionColumns(t: Translate, format: Format): readonly Column<ReceivingSessionListRow>[] {
  const title = (key: string): string => t(`receivebridge.session.${key}`);
  return [
    {
      key: 'number',
      title: title('document'),
      width: '9rem',
      renderCell: (row) => <strong className={classes['number']}>{row.number}</strong>,
    },
    {
      key: 'kind',
      title: title('kind'),
      width: '9rem',
      renderCell: (row) => t(`receivebridge.kind.${row.document_kind}`),
    },
    {
      key: 'state',
      title: title('state'),
      width: '8rem',
      renderCell: (row) => <Tag tone={TONES[row.state]}>{t(`receivebridge.session.state.${row.state}`)}</Tag>,
    },
    {
      key: 'opened',
      title: title('opened'),
      width: '10rem',
      renderCell: (row) => format.dateTime(row.opened_at),
    },
    {
      key: 'saved',
      title: title('saved'),
      width: '10rem',
      renderCell: (row) => (row.saved_at === null ? '–' : format.dateTime(row.saved_at)),
    },
    { key: 'operator', title: title('operator'), renderCell: (row) => row.operator_name ?? '–' },
    { key: 'station', title: title('station'), renderCell: (row) => row.station_name },
    {
      key: 'units',
      title: title('units'),
      width: '6rem',
      align: 'end',
      renderCell: (row) => format.count(row.units),
    },
    {
      key: 'serials',
      title: title('serials'),
      width: '6rem',
      align: 'end',
      renderCell: (row) => format.count(row.serials),
    },
  ];
}

/** Every act of receiving this station knows of; a draft can be gone on with. */
export function SessionList({ onOpened }: { onOpened: () => void }): ReactElement {
  const t = useT();
  const format = useFormat();
  const listed = usePagedList('receiving.list_sessions', question, NONE);
  const { call: open, busy: opening } = useCall('receiving.open_document');
  const [chosen, setChosen] = useState<string | null>(null);
  const { rows, total } = listed;
  const selected = rows.find(({ receiving_session_id }) => receiving_session_id === chosen) ?? rows[0] ?? null;
  const openDraft = async ({ document_kind, document_id }: ReceivingSessionListRow): Promise<void> => {
    if ((await open({ document_kind, document_id })) !== null) onOpened();
  };
  const goOn = (row: ReceivingSessionListRow): void => {
    if (row.state === 'draft') void openDraft(row);
  };
  const columns = useMemo(() => sessionColumns(t, format), [t, format]);
  return (
    <ListPage
      count={t('receivebridge.session.count', { count: total })}
      listed={listed}
      actions={
        <ActionButton
          label={t('receivebridge.session.go-on')}
          keys="F4"
          variant="filled"
          icon={<IconArrowRight size={20} />}
          disabled={selected?.state !== 'draft'}
          busy={opening}
          onAct={() => {
            if (selected !== null) goOn(selected);
          }}
        />
      }
    >
      <DataTable
        main
        label={t('receivebridge.screen.sessions')}
        rows={rows}
        total={total}
        onNearEnd={listed.more}
        columns={columns}
        rowKey={(row) => row.receiving_session_id}
        selected={selected?.receiving_session_id ?? null}
        onSelect={setChosen}
        onOpen={goOn}
        busy={listed.busy}
        empty={<EmptyState title={t('receivebridge.session.none')} />}
      />
    </ListPage>
  );
}
