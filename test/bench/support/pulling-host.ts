import { setTimeout as sleep } from 'node:timers/promises';
import { readCode } from '@serialbridge/core/gs1';
import { createStationHost, type StationHost } from '@serialbridge/station';
import type { StationMethod } from '@serialbridge/protocol/station';
import { OPERATOR } from './filled-station.ts';
import type { HostAnswer, HostAsk } from './host-process.ts';

/** A station host in a process of its own, asked over the line to its parent. */
const silent = (): void => undefined;
let host: StationHost | null = null;
let started = 0;
let bytes = 0;

// Every answer of central states its length; hints are a stream and have none.
const plain = globalThis.fetch;
globalThis.fetch = async (...given) => {
  const response = await plain(...given);
  bytes += Number(response.headers.get('content-length') ?? 0);
  return response;
};

function running(): StationHost {
  if (host === null) throw new Error('the host was not started');
  return host;
}
const call = (method: StationMethod, params: unknown): Promise<unknown> =>
  Promise.resolve(running().call(method, params));

/** Until the cache stands at central's head in another epoch than this one. */
function atHead(former_epoch: string | null): Promise<void> {
  const at = running();
  const { store, context } = at;
  return new Promise((resolve) => {
    const look = (): boolean => {
      const { cursor } = store.cache.state();
      if (cursor === null || cursor.epoch === former_epoch || context.cache.ageMs() !== null) return false;
      resolve();
      return true;
    };
    if (look()) return;
    const end = at.onChanged(() => {
      if (look()) end();
    });
  });
}

async function answerTo(ask: HostAsk): Promise<HostAnswer> {
  switch (ask.do) {
    case 'start':
      started = performance.now();
      bytes = 0;
      host = createStationHost({
        app: 'receivebridge',
        data_dir: ask.data_dir,
        central_url: ask.central_url,
        pairing_code: ask.pairing_code,
        watch_devices: null,
        log: {
          debug: silent,
          info: silent,
          warn: silent,
          error: (details, message) => console.error(message, details),
        },
      });
      return {};
    case 'at-head':
      await atHead(ask.former_epoch);
      return { ms: performance.now() - started, bytes, epoch: running().store.cache.state().cursor?.epoch ?? '' };
    case 'open-document':
      // The list of PINs is asked for when the rows of people have come.
      while (running().store.pins.madeFrom() === null) await sleep(10);
      await call('station.sign_in', OPERATOR);
      await call('receiving.open_document', { document_kind: 'purchase_order', document_id: ask.purchase_order_id });
      await call('receiving.choose_line', { line_id: ask.line_id });
      return {};
    case 'sync-now':
      await call('station.sync_now', {});
      return {};
    case 'scan': {
      const { feedback } = (await call('scan.submit', { via: 'wedge', ...readCode(ask.text) })) as {
        feedback: { level: string; findings: unknown };
      };
      return { level: feedback.level, findings: JSON.stringify(feedback.findings) };
    }
    case 'count':
      return { ...running().store.read.get('SELECT count(*) AS units, sum(cost_cents) AS cost FROM live_unit') };
    case 'close':
      await host?.close();
      return {};
    default:
      throw new Error('nothing that this host can do');
  }
}

process.on('message', (message) => {
  const { id, ask } = message as { id: number; ask: HostAsk };
  const said = (answer: HostAnswer): void => {
    process.send?.({ id, answer });
    if (ask.do === 'close') process.disconnect();
  };
  answerTo(ask).then(said, (error: unknown) => process.send?.({ id, failed: String((error as Error).stack ?? error) }));
});
