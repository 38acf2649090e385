import { MessageChannel } from 'node:worker_threads';
import {
  memoryCarrier,
  messagePortCarrier,
  portLink,
  webSocketCarrier,
  type Carrier,
  type FrameLink,
} from '@serialbridge/client';
import { registerCarrierTests } from '@serialbridge/testing';
import { listenContract, type ContractServer } from './listen-contract.ts';
import { serveContract } from './serve-contract.ts';

registerCarrierTests('memory', serveContract, (accept) => {
  const links = new Set<FrameLink>();
  let alive = true;
  const inner = memoryCarrier((link) => {
    links.add(link);
    accept(link);
  });
  const carrier: Carrier = { connect: () => (alive ? inner.connect() : Promise.reject(new Error('dead'))) };
  const kill = (): Promise<void> => {
    alive = false;
    for (const link of links) link.close();
    return Promise.resolve();
  };
  const revive = (): Promise<void> => {
    alive = true;
    return Promise.resolve();
  };
  return Promise.resolve({ carrier, kill, revive, close: kill });
});

registerCarrierTests('MessagePort', serveContract, (accept) => {
  const hostEnds = new Set<FrameLink>();
  let alive = true;
  /** A shell that gives a port for each line asked for, as it does at each start of the host. */
  const carrier: Carrier = {
    connect: () => {
      if (!alive) return Promise.reject(new Error('dead'));
      const { port1, port2 } = new MessageChannel();
      const end = portLink(port1);
      hostEnds.add(end);
      accept(end);
      return messagePortCarrier((give) => give(portLink(port2))).connect();
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
  return Promise.resolve({ carrier, kill, revive, close: kill });
});

registerCarrierTests('WebSocket', serveContract, async (accept) => {
  let server: ContractServer = await listenContract({ port: 0, token: 'secret', accept });
  const { port } = server;
  const carrier = webSocketCarrier(() => new WebSocket(`ws://127.0.0.1:${port}/contract?token=secret`));
  return {
    carrier,
    kill: () => server.close(),
    revive: async () => {
      server = await listenContract({ port, token: 'secret', accept });
    },
    close: () => server.close(),
  };
});
