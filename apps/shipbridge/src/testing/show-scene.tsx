import { createI18n } from '@serialbridge/ui/i18n';
import { createStationSession, StationRoot } from '@serialbridge/ui/station';
import { FAKE_CASE } from '@serialbridge/ui/testing';
import { createRoot } from 'react-dom/client';
import { ShipApp } from '../renderer/ship-app.tsx';
import { fakePackingStation, VERDICTS } from './fake-packing.ts';
import { PACKING_SCENES, type PackingScene } from './packing-states.ts';

/** `?scene=serials&verdict=keepable&scheme=dark`: one scene of the packing station over the fake, for looking at. */
const query = new URLSearchParams(window.location.search);
const isScene = (name: string): name is PackingScene => Object.hasOwn(PACKING_SCENES, name);
const isVerdict = (name: string): name is keyof typeof VERDICTS => Object.hasOwn(VERDICTS, name);
const scene = query.get('scene') ?? 'list';
const verdict = query.get('verdict') ?? '';

const fake = fakePackingStation(isScene(scene) ? scene : 'list', {
  'packing.wrong_item_message_box': query.has('box'),
});
if (query.has('cases')) {
  const { operator } = fake.state('station');
  fake.change('station', { open_cases: 1, operator: operator === null ? null : { ...operator, role: 'supervisor' } });
  fake.answer('station.list_cases', () => ({ cases: [FAKE_CASE], overruled: [], names: {} }));
}
if (query.has('offline') || query.has('shut-out')) {
  const shutOut = query.has('shut-out');
  const { sync } = fake.state('station');
  const problem = shutOut ? { code: 'station.revoked', params: {} } : null;
  fake.change('station', {
    sync: {
      ...sync,
      problem,
      backlog: 1204,
      oldest_unsent_at: Date.now() - 7_200_000,
      state: shutOut ? 'revoked' : 'offline',
    },
  });
}
const session = createStationSession(fake.port);
const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StationRoot session={session} i18n={createI18n()} scheme={query.get('scheme') === 'dark' ? 'dark' : 'light'}>
      <ShipApp />
    </StationRoot>,
  );
  // After the first effects: as if it had just been scanned.
  if (isVerdict(verdict)) setTimeout(() => session.show(VERDICTS[verdict]()), 50);
}
