import { readCode } from '@serialbridge/core/gs1';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStationClient, webSocketTransport, type StationClient } from '@serialbridge/client';
import type { StationState } from '@serialbridge/protocol/station';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { newPairingCode } from '../../scripts/demo/load-demo.ts';
import { startCentralProcess } from '@serialbridge/testing/processes/central-process';
import { furnish, PACKER } from '@serialbridge/testing/processes/furnish';
import { CAMERA } from '@serialbridge/testing/processes/warehouse-files';
import { recordAtDock, SERIALS } from './support/record-at-dock.ts';
import { runUnderStrace, whyNoStrace } from './support/run-under-strace.ts';
import { readStrace, syncsBefore, type SystemCall } from './support/strace-log.ts';

/** resources/docs/SYNC.md: a scan is called accepted, and a push answered, only after the commit is on the disk. Seen from outside, in the system calls. */
const reason = whyNoStrace();
if (reason !== null) process.stdout.write(`durability under strace is skipped: ${reason}\n`);
const PATIENCE_MS = 120_000;

let data: string;
let ends: (() => Promise<unknown>)[];

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-strace-'));
  ends = [];
});
afterEach(async () => {
  for (const end of ends.toReversed()) await end();
  rmSync(data, { recursive: true, force: true });
});

function stationState(client: StationClient, holds: (state: StationState) => boolean): Promise<StationState> {
  return new Promise((resolve) => {
    client.subscribe('station', (state) => {
      if (holds(state)) resolve(state);
    });
  });
}

/** As strace writes JSON: its quotes escaped. */
const accepted =
  (serial: string) =>
  (text: string): boolean =>
    /level\\":\\"(?:accepted|complete|warning)\\"/u.test(text) && text.includes(`\\"text\\":\\"${serial}\\"`);
const OPS = /\/ops\.db(?:-wal)?$/u;
const CENTRAL_DB = /\/central\/[^/]+\.(?:db|sqlite)(?:-wal)?$/u;

function withoutSyncs(calls: readonly SystemCall[], file: RegExp): readonly SystemCall[] {
  return calls.filter((call) => !(call.name.endsWith('sync') && file.test(call.file)));
}

test(
  'durability: every accepted scan is synced to ops.db between its arrival and its acceptance',
  { timeout: PATIENCE_MS },
  async (context) => {
    context.skip(reason !== null, reason ?? '');
    const central = await startCentralProcess(data);
    ends.push(() => central.stop());
    await furnish(central.admin);
    const pairing = await newPairingCode(central.admin, 'dock', 'receiving');
    const args = ['--data', join(data, 'dock'), '--listen', '0', '--central', central.url];
    const host = await runUnderStrace(join(data, 'host.strace'), 'apps/receivebridge/src/host.ts', args, {
      SERIALBRIDGE_PAIRING_CODE: pairing,
    });
    const url = `ws://127.0.0.1:${String(host.ready['listening'])}/contract?token=${String(host.ready['token'])}`;
    const client = createStationClient(webSocketTransport(() => new WebSocket(url)));
    ends.push(async () => client.close());
    const state = await stationState(client, ({ sync }) => sync.state === 'online' && sync.cache_fresh_at !== null);
    expect(state.ops_synchronous).toBe(2);
    await client.call('station.sign_in', { code: PACKER.code, pin: PACKER.pin });
    const scan = async (text: string): Promise<string> =>
      (await client.call('scan.submit', { via: 'wedge', ...readCode(text) })).feedback.level;
    for (const text of ['PO-1001', CAMERA.upc]) expect(await scan(text)).toBe('info');
    for (const serial of SERIALS) expect(['accepted', 'complete']).toContain(await scan(serial));
    client.close();
    const calls = await host.stop();

    const proofs = SERIALS.map((serial) => ({ serial, ...syncsBefore(calls, { says: accepted(serial) }, OPS) }));
    for (const { serial, syncs } of proofs)
      process.stdout.write(`  ${serial}: ${syncs} sync of ops.db between arrival and acceptance\n`);
    expect(proofs.filter(({ found, syncs }) => !found || syncs < 1)).toEqual([]);
    // The same log without the syncs must not pass.
    const [first = ''] = SERIALS;
    expect(syncsBefore(withoutSyncs(calls, OPS), { says: accepted(first) }, OPS)).toMatchObject({
      found: true,
      syncs: 0,
    });
  },
);

test(
  'durability: central syncs its SQLite database before it acknowledges a push',
  { timeout: PATIENCE_MS },
  async (context) => {
    context.skip(reason !== null, reason ?? '');
    const args = ['--data', join(data, 'central'), '--port', '0', '--log-level', 'warn'];
    const central = await runUnderStrace(join(data, 'central.strace'), 'apps/central/src/main.ts', args);
    await recordAtDock(central, data);
    const calls = await central.stop();

    const push = {
      says: (text: string) => text.includes('\\"outcomes\\":[{') && text.includes('\\"durable_seq\\":'),
      asked: (text: string) => text.includes('POST /api/sync/push'),
    };
    const proofs = [];
    for (let from = 0; ;) {
      const proof = syncsBefore(calls, push, CENTRAL_DB, from);
      if (!proof.found) break;
      proofs.push(proof);
      from = proof.at + 1;
    }
    process.stdout.write(
      `  ${proofs.length} pushes answered, syncs before each answer: ${proofs.map(({ syncs }) => syncs).join(', ')}\n`,
    );
    expect(proofs.length).toBeGreaterThanOrEqual(SERIALS.length);
    expect(proofs.filter(({ syncs }) => syncs < 1)).toEqual([]);
    expect(syncsBefore(withoutSyncs(calls, CENTRAL_DB), push, CENTRAL_DB)).toMatchObject({ found: true, syncs: 0 });
  },
);

const saysYes = (text: string): boolean => text.includes('"yes"');

test('durability: an interrupted call counts where it was over, and a sync after the answer does not count', () => {
  const log = [
    String.raw`10 read(20<socket:[7]>, "x", 65536) = 30`,
    String.raw`10 fdatasync(30</data/ops.db-wal> <unfinished ...>`,
    String.raw`10 write(20<socket:[7]>, "yes", 3) = 3`,
    String.raw`10 <... fdatasync resumed>) = 0`,
    String.raw`10 read(20<socket:[7]>, "x", 65536) = 30`,
    String.raw`10 fdatasync(30</data/ops.db-wal>) = 0`,
    String.raw`10 write(20<socket:[7]>, "yes", 3) = 3`,
  ].join('\n');
  const early = syncsBefore(readStrace(log), { says: saysYes }, OPS);
  expect(early).toMatchObject({ found: true, syncs: 0 });
  expect(syncsBefore(readStrace(log), { says: saysYes }, OPS, early.at + 1)).toMatchObject({ found: true, syncs: 1 });
});
