export type {
  App,
  Appended,
  AppendOptions,
  CreateService,
  Handler,
  Handlers,
  HostContext,
  Log,
  Operators,
  Scale,
  ScanService,
  StationIdentity,
  StationService,
} from './contract/host-context.ts';
export { createStationHost, type StationHost, type StationHostOptions } from './host/station-host.ts';
export { composeServices, type ComposedServices } from './host/compose-services.ts';
export { runHost } from './host/run-host.ts';
export { listenContract, type ContractServer, type ListenOptions } from './contract/listen-contract.ts';
export { serveContract } from './contract/serve-contract.ts';
export type { ContractHost } from './contract/contract-host.ts';
