export { CallError } from './call-error.ts';
export type { Carrier, FrameLink } from './frame-link.ts';
export { createStationClient, type ClientOptions, type ClientStatus, type StationClient } from './station-client.ts';
export { memoryCarrier, memoryLinks } from './carriers/memory-carrier.ts';
export {
  messagePortCarrier,
  portLink,
  type EmitterPort,
  type EventPort,
  type PortSource,
} from './carriers/message-port-carrier.ts';
export { electronWindowCarrier } from './carriers/electron-window-carrier.ts';
export { webSocketCarrier, type SocketLike } from './carriers/web-socket-carrier.ts';
