import { useT } from '@serialbridge/ui/i18n';
import { DeviceRoom, RECEIVING_COMMANDS, StationFrame, useReceiving } from '@serialbridge/ui/station';
import { useState, type ReactElement } from 'react';
import { DocumentScreen } from './document/document-screen.tsx';
import { DocumentList } from './documents/document-list.tsx';
import { SessionList } from './sessions/session-list.tsx';

type ScreenId = 'documents' | 'sessions' | 'devices';
const isScreen = (id: string): id is ScreenId => id === 'documents' || id === 'sessions' || id === 'devices';

function Documents(): ReactElement {
  const receiving = useReceiving();
  if (receiving === null || receiving.phase === 'list' || receiving.session === null) return <DocumentList />;
  return <DocumentScreen state={receiving} session={receiving.session} />;
}

/** The receiving station's page. Which document is open is the host's to say; this only shows it. */
export function ReceiveApp(): ReactElement {
  const t = useT();
  const [screen, setScreen] = useState<ScreenId>('documents');
  const screens = [
    { id: 'documents', title: t('receivebridge.screen.documents'), keys: 'Alt+1' },
    { id: 'sessions', title: t('receivebridge.screen.sessions'), keys: 'Alt+2' },
    { id: 'devices', title: t('ui.screen.devices'), keys: 'Alt+3' },
  ];
  const go = (id: string): void => {
    if (isScreen(id)) setScreen(id);
  };
  return (
    <StationFrame commands={RECEIVING_COMMANDS} screens={screens} screen={screen} onScreen={go}>
      {screen === 'documents' ? <Documents /> : null}
      {screen === 'sessions' ? <SessionList onOpened={() => setScreen('documents')} /> : null}
      {screen === 'devices' ? <DeviceRoom /> : null}
    </StationFrame>
  );
}
