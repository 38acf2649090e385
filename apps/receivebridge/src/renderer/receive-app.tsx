import { useT } from '@serialbridge/ui/i18n';
import { DeviceRoom, RECEIVING_COMMANDS, StationFrame, useReceiving } from '@serialbridge/ui/station';
import { useState, type ReactElement } from 'react';
import { DocumentScreen } from './document/document-screen.tsx';
import { DocumentList } from './documents/document-list.tsx';
import { SessionList } from './sessions/session-list.tsx';

type PlaceId = 'documents' | 'sessions' | 'devices';
const isPlace = (id: string): id is PlaceId => id === 'documents' || id === 'sessions' || id === 'devices';

function Documents(): ReactElement {
  const receiving = useReceiving();
  if (receiving === null || receiving.phase === 'list' || receiving.session === null) return <DocumentList />;
  return <DocumentScreen state={receiving} session={receiving.session} />;
}

/** The receiving station's page. Which document is open is the host's to say; this only shows it. */
export function ReceiveApp(): ReactElement {
  const t = useT();
  const [place, setPlace] = useState<PlaceId>('documents');
  const places = [
    { id: 'documents', title: t('receivebridge.place.documents'), keys: 'Alt+1' },
    { id: 'sessions', title: t('receivebridge.place.sessions'), keys: 'Alt+2' },
    { id: 'devices', title: t('ui.place.devices'), keys: 'Alt+3' },
  ];
  const go = (id: string): void => {
    if (isPlace(id)) setPlace(id);
  };
  return (
    <StationFrame commands={RECEIVING_COMMANDS} places={places} place={place} onPlace={go}>
      {place === 'documents' ? <Documents /> : null}
      {place === 'sessions' ? <SessionList onOpened={() => setPlace('documents')} /> : null}
      {place === 'devices' ? <DeviceRoom /> : null}
    </StationFrame>
  );
}
