import { createStationClient, memoryTransport, type FrameLink } from '@serialbridge/client';
import { configure, render, type RenderResult } from '@testing-library/react';
import type { ReactElement } from 'react';
import { createI18n } from '../../i18n/index.ts';
import { SoundPlayer } from '../../sounds/index.ts';
import { clientPort } from '../../station/session/station-port.ts';
import { StationRoot } from '../../station/session/mount-station.tsx';
import { createStationSession, type StationSession } from '../../station/session/station-session.ts';
import { SilentSpeaker } from '../silent-speaker.ts';

// A busy machine is slow, not wrong.
configure({ asyncUtilTimeout: 10_000 });

export interface RenderedStation extends RenderResult {
  readonly session: StationSession;
  readonly speaker: SilentSpeaker;
  readonly close: () => void;
}

/** A screen over a host in memory, real or fake, through the real client: messages are parsed as in production. */
export function renderStation(host: { accept(link: FrameLink): void }, app: ReactElement): RenderedStation {
  const speaker = new SilentSpeaker();
  const client = createStationClient(memoryTransport((link) => host.accept(link)));
  const session = createStationSession(clientPort(client), new SoundPlayer(speaker));
  const view = render(
    <StationRoot session={session} i18n={createI18n()}>
      {app}
    </StationRoot>,
  );
  return { ...view, session, speaker, close: () => client.close() };
}
