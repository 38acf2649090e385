import { readCode } from '@serialbridge/core/gs1';
import {
  CallError,
  createStationClient,
  type Transport,
  type ClientStatus,
  type FrameLink,
  type StationClient,
} from '@serialbridge/client';
import { PROTOCOL_VERSION } from '@serialbridge/protocol';
import {
  HostFrame,
  MAX_FRAME_BYTES,
  type StationMethod,
  type StationSignal,
  type StationTopic,
} from '@serialbridge/protocol/station';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { feedbackFixture, packingStateFixture } from './station-fixtures.ts';

/** What a transport's server side is given to serve; the shape of packages/station's ContractHost. */
interface ServedHost {
  readonly app: 'receivebridge' | 'shipbridge';
  call(method: StationMethod, params: unknown): Promise<unknown>;
  state(topic: StationTopic): unknown;
  onChanged(listener: (topic: StationTopic) => void): () => void;
  onSignal(listener: (signal: StationSignal, payload: unknown) => void): () => void;
  report(details: object, message: string): void;
}

/** A transport with a host behind it. */
export interface TransportUnderTest {
  readonly transport: Transport;
  /** The host dies: every line is cut, and no new one is to be had until `revive`. */
  kill(): Promise<void>;
  revive(): Promise<void>;
  close(): Promise<void>;
}

/** Serves one line; packages/station's serveContract. */
export type Serve = (link: FrameLink, host: ServedHost) => void;

class FakeHost implements ServedHost {
  readonly app = 'shipbridge';
  readonly calls: [StationMethod, unknown][] = [];
  readonly reports: string[] = [];
  readonly #changed = new Set<(topic: StationTopic) => void>();
  readonly #signals = new Set<(signal: StationSignal, payload: unknown) => void>();
  packing: unknown = packingStateFixture('list');
  answer: (method: StationMethod, params: unknown) => Promise<unknown> = () => Promise.resolve({});

  call(method: StationMethod, params: unknown): Promise<unknown> {
    this.calls.push([method, params]);
    return this.answer(method, params);
  }
  state(topic: StationTopic): unknown {
    return topic === 'packing' ? this.packing : undefined;
  }
  onChanged(listener: (topic: StationTopic) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }
  onSignal(listener: (signal: StationSignal, payload: unknown) => void): () => void {
    this.#signals.add(listener);
    return () => this.#signals.delete(listener);
  }
  report(_: object, message: string): void {
    this.reports.push(message);
  }
  change(packing: unknown): void {
    this.packing = packing;
    for (const listener of this.#changed) listener('packing');
  }
  signal(payload: unknown): void {
    for (const listener of this.#signals) listener('feedback', payload);
  }
}

function until(client: StationClient, status: ClientStatus['status']): Promise<ClientStatus> {
  return new Promise((resolve) => {
    const stop = client.onStatus((now) => {
      if (now.status !== status) return;
      queueMicrotask(() => stop());
      resolve(now);
    });
  });
}
async function failure(call: Promise<unknown>): Promise<CallError> {
  const error: unknown = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof CallError) return error;
  throw new Error(`expected a CallError, got ${String(error)}`);
}

/** The conformance suite of the station contract's transports: each must behave as if the screen and the host were one process. */
export function registerTransportTests(
  name: string,
  serve: Serve,
  make: (accept: (link: FrameLink) => void) => Promise<TransportUnderTest>,
): void {
  describe(`contract over ${name}`, () => {
    let host: FakeHost;
    let line: TransportUnderTest;
    let client: StationClient;
    beforeEach(async () => {
      host = new FakeHost();
      line = await make((link) => serve(link, host));
      client = createStationClient(line.transport);
    });
    afterEach(async () => {
      client.close();
      await line.close();
    });

    /** Speaks frames by hand. Answers what came until `count` frames or the close. */
    const speak = async (
      frames: readonly string[],
      count: number,
    ): Promise<{ frames: HostFrame[]; closed: boolean }> => {
      const link = await line.transport.connect();
      return new Promise((resolve) => {
        const got: HostFrame[] = [];
        link.onFrame((data) => {
          got.push(HostFrame.parse(JSON.parse(String(data))));
          if (got.length === count) {
            resolve({ frames: got, closed: false });
            link.close();
          }
        });
        link.onClose(() => resolve({ frames: got, closed: true }));
        for (const frame of frames) link.send(frame);
      });
    };
    const hello = JSON.stringify({ kind: 'hello', protocol: PROTOCOL_VERSION });

    test('contract.hello: the client connects and knows the app', async () => {
      expect(await until(client, 'connected')).toEqual({ status: 'connected', app: 'shipbridge' });
    });

    test('contract.call: parsed params go in, the parsed result comes out', async () => {
      await until(client, 'connected');
      const feedback = feedbackFixture('accepted');
      host.answer = () => Promise.resolve({ feedback, more: 'left out' });
      await expect(client.call('scan.submit', { via: 'wedge', ...readCode('日本 \u001d1') })).resolves.toEqual({
        feedback,
      });
      expect(host.calls).toEqual([['scan.submit', { via: 'wedge', ...readCode('日本 \u001d1') }]]);
    });

    test('contract.call: answers find their calls, in whatever order they come', async () => {
      await until(client, 'connected');
      const gates: ((value: unknown) => void)[] = [];
      host.answer = () => new Promise((resolve) => gates.push(resolve));
      const first = client.call('station.export_outbox', {});
      const second = client.call('station.export_outbox', {});
      await vi.waitFor(() => expect(gates).toHaveLength(2));
      gates[1]?.({ files: [{ file_name: 'b', events: 0, parts: 1 }] });
      expect((await second).files[0]?.file_name).toBe('b');
      gates[0]?.({ files: [{ file_name: 'a', events: 0, parts: 1 }] });
      expect((await first).files[0]?.file_name).toBe('a');
    });

    test('contract.faults: what a handler throws as CallError arrives whole, anything else as internal', async () => {
      await until(client, 'connected');
      const faults = [
        { code: 'serial.length', message: 'too short', params: { min: 8 } },
        { code: 'serial.pattern', message: 'no match', params: {} },
      ] as const;
      host.answer = () => Promise.reject(new CallError(faults));
      expect((await failure(client.call('packing.leave', {}))).faults).toEqual(faults);
      host.answer = () => Promise.reject(new Error('secret of the inside'));
      const internal = await failure(client.call('packing.leave', {}));
      expect(internal.faults[0].code).toBe('internal');
      expect(internal.message).not.toContain('secret');
      expect(host.reports).toHaveLength(1);
    });

    test('request.invalid: params that do not fit are refused with every fault, and the handler is not asked', async () => {
      const { frames } = await speak(
        [
          hello,
          JSON.stringify({
            kind: 'call',
            id: 1,
            method: 'packing.set_weight',
            params: { package_id: 'x', weight_g: -1 },
          }),
        ],
        2,
      );
      const failed = frames[1];
      expect(failed?.kind === 'failed' && failed.faults.map(({ code, params }) => [code, params['where']])).toEqual([
        ['request.invalid', 'package_id'],
        ['request.invalid', 'weight_g'],
      ]);
      expect(host.calls).toEqual([]);
    });

    test('request.not-found: a method nobody knows', async () => {
      const { frames } = await speak(
        [hello, JSON.stringify({ kind: 'call', id: 7, method: 'toString', params: {} })],
        2,
      );
      expect(frames[1]).toMatchObject({ kind: 'failed', id: 7, faults: [{ code: 'request.not-found' }] });
    });

    test.each([
      ['not JSON', 'hello?', 'request.invalid'],
      ['no frame', '{"kind":"dance"}', 'request.invalid'],
      ...(
        [
          ['a lone surrogate', '"\\ud800"'],
          ['1e400', '1e400'],
          ['a number of 400 digits', '9'.repeat(400)],
          ['depth 5,000', `${'['.repeat(5000)}${']'.repeat(5000)}`],
          ['two fields of one name', '{"a":1,"a":2}'],
          ['__proto__', '{"__proto__":{"role":"admin"}}'],
        ] as const
      ).map(([what, value]) => [
        what,
        `{"kind":"call","id":1,"method":"packing.leave","params":${value}}`,
        'request.invalid',
      ]),
      [
        'a frame too big',
        JSON.stringify({ kind: 'subscribe', topic: 'x'.repeat(MAX_FRAME_BYTES) }),
        'request.too-large',
      ],
    ])('contract.frame: %s is refused with the reason and the line closed', async (_, frame, code) => {
      const { frames, closed } = await speak([hello, frame], 9);
      expect(frames[1]).toMatchObject({ kind: 'refused', faults: [{ code }] });
      expect(closed).toBe(true);
    });

    test('contract.hello: a call before it is refused', async () => {
      const { frames } = await speak([JSON.stringify({ kind: 'call', id: 1, method: 'packing.leave', params: {} })], 9);
      expect(frames).toMatchObject([{ kind: 'refused', faults: [{ code: 'request.invalid' }] }]);
      expect(host.calls).toEqual([]);
    });

    test('sync.protocol-newer: a newer screen is told what to do', async () => {
      const { frames, closed } = await speak([JSON.stringify({ kind: 'hello', protocol: PROTOCOL_VERSION + 1 })], 9);
      expect(frames).toMatchObject([{ kind: 'refused', faults: [{ code: 'sync.protocol-newer' }] }]);
      expect(closed).toBe(true);
    });

    test('request.too-large: a call that fits no frame fails at this end', async () => {
      await until(client, 'connected');
      const text = 'é'.repeat(MAX_FRAME_BYTES / 2);
      const error = await failure(client.call('station.find_unit', { serial: text }));
      expect(error.faults[0].code).toBe('request.too-large');
      expect(client.status().status).toBe('connected');
    });

    test('contract.topic: the state comes at once and after each change, until nobody listens', async () => {
      await until(client, 'connected');
      const states: string[] = [];
      const stop = client.subscribe('packing', ({ phase }) => states.push(phase));
      await vi.waitFor(() => expect(states).toEqual(['list']));
      host.change(packingStateFixture('check'));
      await vi.waitFor(() => expect(states).toEqual(['list', 'check']));
      const second: string[] = [];
      client.subscribe('packing', ({ phase }) => second.push(phase))();
      expect(second).toEqual(['check']);
      stop();
      host.change(packingStateFixture('weigh'));
      await client.call('packing.leave', {});
      expect(states).toEqual(['list', 'check']);
    });

    test('contract.topic: a state that is not the contract’s reaches no listener, and the host is told', async () => {
      await until(client, 'connected');
      const states: string[] = [];
      client.subscribe('packing', ({ phase }) => states.push(phase));
      await vi.waitFor(() => expect(states).toEqual(['list']));
      host.change({ phase: 'nonsense' });
      host.change(packingStateFixture('ship'));
      await vi.waitFor(() => expect(states).toEqual(['list', 'ship']));
      await vi.waitFor(() => expect(host.reports).toHaveLength(1));
    });

    test('topic.too-large, topic.failed: the screen is told that what it shows is old, until a state comes again', async () => {
      await until(client, 'connected');
      const told: string[][] = [];
      client.onFailedTopics((failed) =>
        told.push([...failed].map(([topic, [fault]]) => `${topic} ${fault?.code ?? ''}`)),
      );
      const states: string[] = [];
      client.subscribe('packing', ({ phase }) => states.push(phase));
      await vi.waitFor(() => expect(states).toEqual(['list']));
      host.change({ ...packingStateFixture('check'), more: 'x'.repeat(MAX_FRAME_BYTES) });
      await vi.waitFor(() => expect(told.at(-1)).toEqual(['packing topic.too-large']));
      expect(host.reports).toHaveLength(1);
      expect(states).toEqual(['list']);
      host.change(packingStateFixture('weigh'));
      await vi.waitFor(() => expect(told.at(-1)).toEqual([]));
      expect(states).toEqual(['list', 'weigh']);
      // It cannot even be made: JSON has no such number.
      host.change({ ...packingStateFixture('ship'), more: 1n });
      await vi.waitFor(() => expect(told.at(-1)).toEqual(['packing topic.failed']));
      // It comes and cannot be read.
      host.change(packingStateFixture('check'));
      host.change({ phase: 'nonsense' });
      await vi.waitFor(() => expect(host.reports).toHaveLength(3));
      expect(told.at(-1)).toEqual(['packing topic.failed']);
      await line.kill();
      await vi.waitFor(() => expect(told.at(-1)).toEqual([]));
    });

    test('contract.signal: a feedback is heard by every listener', async () => {
      await until(client, 'connected');
      const heard: string[] = [];
      client.onSignal('feedback', ({ level }) => heard.push(level));
      host.signal(feedbackFixture('refused'));
      await vi.waitFor(() => expect(heard).toEqual(['refused']));
    });

    test('host.unavailable: while the host is away calls fail at once, and none is sent later', async () => {
      await until(client, 'connected');
      const states: string[] = [];
      client.subscribe('packing', ({ phase }) => states.push(phase));
      await vi.waitFor(() => expect(states).toEqual(['list']));
      host.answer = () => new Promise(() => undefined);
      const hanging = failure(client.call('packing.leave', {}));
      await vi.waitFor(() => expect(host.calls).toHaveLength(1));
      await line.kill();
      expect((await hanging).faults[0]).toMatchObject({ code: 'host.unavailable', params: { unanswered: true } });
      await until(client, 'lost');
      expect((await failure(client.call('packing.leave', {}))).faults[0].code).toBe('host.unavailable');
      host.packing = packingStateFixture('done');
      await line.revive();
      await until(client, 'connected');
      await vi.waitFor(() => expect(states).toEqual(['list', 'done']));
      expect(host.calls).toHaveLength(1);
    });
  });
}
