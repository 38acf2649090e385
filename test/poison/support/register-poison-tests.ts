import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENT_TYPES } from '@serialbridge/core/events';
import { rebuild } from '@serialbridge/central/ledger';
import { BareStation } from '@serialbridge/testing/station/bare-station';
import { receipt } from '@serialbridge/testing/store/test-station';
import { expect, test, vi } from 'vitest';
import { PoisonWorld } from './poison-world.ts';
import { readEverything } from './read-everything.ts';

const WAIT_MS = 60_000;

async function atRest(station: BareStation): Promise<void> {
  station.loop.syncNow();
  await vi.waitFor(
    () => expect([station.isAtRest({ whole: false }), station.describe()]).toEqual([true, expect.any(String)]),
    {
      timeout: WAIT_MS,
      interval: 20,
    },
  );
}

/** A station that does its work: hello, the feed, a receipt, and its cache compared with central's tables. */
async function workHonestly(world: PoisonWorld, station: BareStation, n: number): Promise<void> {
  await atRest(station);
  const { w } = world;
  station.record(...receipt(w, [`HONEST-${n}`]));
  await atRest(station);
  const before = station.loop.status().comparison?.compared_at ?? 0;
  station.loop.compareNow();
  await vi.waitFor(
    () => {
      const { comparison } = station.loop.status();
      expect(comparison).toMatchObject({ running: false, ranges_differed: 0 });
      expect(comparison?.compared_at ?? 0).toBeGreaterThan(before);
    },
    { timeout: WAIT_MS, interval: 20 },
  );
  expect(station.errors).toEqual([]);
}

/** Whatever central accepts, every read answers 200 and every station can still push: over generated events of every type, at their bounds. */
export function registerPoisonTests(
  engine: string,
  open: () => Promise<string | undefined>,
  events: number,
  rounds: number,
): void {
  test(
    `poison on ${engine}: whatever central accepts, every read answers 200 and every station can still push (${events} events)`,
    { timeout: 60 * WAIT_MS },
    async () => {
      const world = await PoisonWorld.open(events, await open());
      const dir = mkdtempSync(join(tmpdir(), 'serialbridge-poison-'));
      const honest = new BareStation({ name: 'Honest', dir: join(dir, 'honest') });
      const late = new BareStation({ name: 'Late', dir: join(dir, 'late') });
      try {
        const { url } = world.bench.running;
        await honest.pair(url, await world.pairingCode('receiving'));
        honest.goOnline();
        let reads = 0;
        for (let round = 1; round <= rounds; round += 1) {
          await world.poison(Math.ceil((events * round) / rounds) - world.events);
          reads += await readEverything(world);
          await workHonestly(world, honest, round);
        }
        // One that comes now takes it all as a snapshot.
        await late.pair(url, await world.pairingCode('receiving'));
        late.goOnline();
        await workHonestly(world, late, 0);
        expect(await rebuild(world.bench.running.central.store, world.bench.tenant_id)).toEqual([]);
        expect(EVENT_TYPES.filter((type) => !world.types.has(type))).toEqual([]);
        expect(world.events).toBe(events);
        const outcomes = [...world.said].toSorted(([, a], [, b]) => b - a).map(([what, times]) => `${what} ${times}`);
        process.stdout.write(
          `\nPoison on ${engine}: ${world.events} events of ${world.types.size} types, ${reads} reads answered 200\n  ${outcomes.join('\n  ')}\n`,
        );
      } finally {
        await honest.close();
        await late.close();
        await world.bench.close();
        rmSync(dir, { recursive: true, force: true });
      }
    },
  );
}
