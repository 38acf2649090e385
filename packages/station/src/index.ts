export type { HostContext } from './contract/host-context.ts';
export { createStationHost, type StationHost } from './host/station-host.ts';
export { composeServices } from './host/compose-services.ts';
export { runHost } from './host/run-host.ts';
