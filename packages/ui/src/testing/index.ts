export { fakeDeviceStation } from './fake-devices.ts';
export { FAKE_DOCK, FAKE_LISTENING, FAKE_PROBING } from './fake-dock.ts';
export { FAKE_OPTIONS } from './fake-options.ts';
export {
  FAKE_CASE,
  FAKE_DEVICES,
  FAKE_NOW,
  FAKE_PACKING,
  FAKE_RECEIVING,
  FAKE_STATION,
  fakeFeedback,
  fakeId,
} from './fake-states.ts';
export { FakeFault, FakeStation, idleStation } from './fake-station.ts';
