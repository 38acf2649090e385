export { CallError } from './call-error.ts';
export type { Transport, FrameLink } from './frame-link.ts';
export { createStationClient, type ClientOptions, type ClientStatus, type StationClient } from './station-client.ts';
export { memoryTransport, memoryLinks } from './transports/memory-transport.ts';
export {
  messagePortTransport,
  portLink,
  type EmitterPort,
  type EventPort,
  type PortSource,
} from './transports/message-port-transport.ts';
export { electronWindowTransport } from './transports/electron-window-transport.ts';
export { webSocketTransport, type SocketLike } from './transports/web-socket-transport.ts';
