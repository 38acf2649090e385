import { Checkbox } from '@mantine/core';
import type { StationListRow } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { useRead } from '../../api/use-read.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { ProblemView } from '../../components/problem-view.tsx';

/** Shuts a station out, and names the people whose PINs lie on its disk before it takes those PINs away. */
export function RevokeDialog({ row, onClose }: { row: StationListRow; onClose: () => void }): ReactElement {
  const t = useT();
  const { station_id, name, backlog } = row;
  const [expire, setExpire] = useState(false);
  const pins = useRead(['pins-on', station_id], (central) =>
    central.call('stations.pins_on', { params: { station_id } }),
  );
  const people = pins.data?.people ?? [];
  return (
    <ConfirmDialog
      title={t('console.station.revoke-title', { name })}
      confirm={t('console.station.revoke')}
      act={(central) =>
        central.call('stations.revoke', { params: { station_id }, body: { expire_pins: expire && people.length > 0 } })
      }
      onClose={onClose}
    >
      <p>{t('console.station.revoke-meaning')}</p>
      {backlog > 0 ? <p>{t('console.station.revoke-backlog', { count: backlog })}</p> : null}
      <ProblemView error={pins.error} />
      {people.length === 0 ? null : (
        <>
          <Checkbox
            label={t('console.station.expire-pins', { count: people.length })}
            description={t('console.station.expire-pins-meaning')}
            checked={expire}
            onChange={(event) => setExpire(event.currentTarget.checked)}
            data-testid="expire-pins"
          />
          <p data-testid="pins-on">{people.map((person) => `${person.name} (${person.code})`).join(', ')}</p>
        </>
      )}
    </ConfirmDialog>
  );
}
