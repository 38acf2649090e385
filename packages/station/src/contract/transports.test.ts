import { MessageChannel } from 'node:worker_threads';
import {
  memoryTransport,
  messagePortTransport,
  portLink,
  webSocketTransport,
  type Transport,
  type FrameLink,
} from '@serialbridge/client';
import { registerTransportTests } from '@serialbridge/testing/station/register-transport-tests';
import { listenContract, type ContractServer } from './listen-contract.ts';
import { serveContract } from './serve-contract.ts';

registerTransportTests('memory', serveContract, (accept) => {
  const links = new Set<FrameLink>();
  let alive = true;
  const inner = memoryTransport((link) => {
    links.add(link);
    accept(link);
  });
  const transport: Transport = { connect: () => (alive ? inner.connect() : Promise.reject(new Error('dead'))) };
  const kill = (): Promise<void> => {
    alive = false;
    for (const link of links) link.close();
    return Promise.resolve();
  };
  const revive = (): Promise<void> => {
    alive = true;
    return Promise.resolve();
  };
  return Promise.resolve({ transport, kill, revive, close: kill });
});

registerTransportTests('MessagePort', serveContract, (accept) => {
  const hostEnds = new Set<FrameLink>();
  let alive = true;
  /** A shell that gives a port for each line asked for, as it does at each start of the host. */
  const transport: Transport = {
    connect: () => {
      if (!alive) return Promise.reject(new Error('dead'));
      const { port1, port2 } = new MessageChannel();
      const end = portLink(port1);
      hostEnds.add(end);
      accept(end);
      return messagePortTransport((give) => give(portLink(port2))).connect();
    },
  };
  const kill = (): Promise<void> => {
    alive = false;
    for (const end of hostEnds) end.close();
    return Promise.resolve();
  };
  const revive = (): Promise<void> => {
    alive = true;
    return Promise.resolve();
  };
  return Promise.resolve({ transport, kill, revive, close: kill });
});

registerTransportTests('WebSocket', serveContract, async (accept) => {
  let server: ContractServer = await listenContract({ port: 0, token: 'secret', accept });
  const { port } = server;
  const transport = webSocketTransport(() => new WebSocket(`ws://127.0.0.1:${port}/contract?token=secret`));
  return {
    transport,
    kill: () => server.close(),
    revive: async () => {
      server = await listenContract({ port, token: 'secret', accept });
    },
    close: () => server.close(),
  };
});
