import { readCode } from '@serialbridge/core/gs1';
import { join } from 'node:path';
import { createStationClient, webSocketTransport, type StationClient } from '@serialbridge/client';
import type { Feedback, StationTopic, TopicState } from '@serialbridge/protocol/station';
import { spawnReady } from '../../../../scripts/start/spawn-ready.ts';

/** A real station host as a process of its own, driven through the contract as its screens would. */
export interface StationProcess {
  readonly client: StationClient;
  /** The contract itself, token included, for a program that is no screen. */
  readonly contract_url: string;
  /** The newest state of a topic. */
  state<T extends StationTopic>(topic: T): TopicState<T>;
  /** Waits until the topic's state is as asked; rejects with the last state seen after 30 s. */
  until<T extends StationTopic>(
    topic: T,
    holds: (state: TopicState<T>) => boolean,
    what: string,
  ): Promise<TopicState<T>>;
  scan(text: string): Promise<Feedback>;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

export interface StationOptions {
  readonly app: 'receivebridge' | 'shipbridge';
  readonly data: string;
  readonly name: string;
  readonly central_url: string;
  readonly pairing_code?: string;
  readonly devices?: readonly string[];
}

const PATIENCE_MS = 30_000;

export async function startStationProcess(options: StationOptions): Promise<StationProcess> {
  const devices = (options.devices ?? []).flatMap((device) => ['--device', device]);
  const args = [
    '--data',
    join(options.data, options.name),
    '--listen',
    '0',
    '--central',
    options.central_url,
    ...devices,
  ];
  const { pairing_code } = options;
  const host = await spawnReady(join('apps', options.app, 'src', 'host.ts'), args, {
    env: {
      // The secret store of whoever runs the tests is none of theirs.
      SERIALBRIDGE_SECRET_STORE: 'off',
      ...(pairing_code === undefined ? {} : { SERIALBRIDGE_PAIRING_CODE: pairing_code }),
    },
  });
  const url = `ws://127.0.0.1:${String(host.ready['listening'])}/contract?token=${String(host.ready['token'])}`;
  const client = createStationClient(webSocketTransport(() => new WebSocket(url)));
  const states = new Map<StationTopic, unknown>();
  const listeners = new Set<() => void>();
  const keep = (topic: StationTopic): void => {
    client.subscribe(topic, (state) => {
      states.set(topic, state);
      for (const listener of listeners) listener();
    });
  };
  keep('station');
  keep(options.app === 'receivebridge' ? 'receiving' : 'packing');
  const present = <T extends StationTopic>(topic: T): TopicState<T> | undefined =>
    states.get(topic) as TopicState<T> | undefined;
  const until = <T extends StationTopic>(
    topic: T,
    holds: (state: TopicState<T>) => boolean,
    what: string,
  ): Promise<TopicState<T>> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const state = present(topic);
        if (state === undefined || !holds(state)) return;
        clearTimeout(timer);
        listeners.delete(look);
        resolve(state);
      };
      const timer = setTimeout(() => {
        listeners.delete(look);
        reject(
          new Error(
            `${options.name} never came to: ${what}. Last state: ${JSON.stringify(present(topic)).slice(0, 1500)}`,
          ),
        );
      }, PATIENCE_MS);
      listeners.add(look);
      look();
    });
  return {
    client,
    contract_url: url,
    state: (topic) => {
      const state = present(topic);
      if (state === undefined) throw new Error(`${options.name} sent no state of ${topic} yet`);
      return state;
    },
    until,
    scan: async (text) => (await client.call('scan.submit', { via: 'wedge', ...readCode(text) })).feedback,
    stop: async (signal) => {
      client.close();
      await host.stop(signal);
    },
  };
}
