import { v7 as uuidv7 } from 'uuid';
import { describe, expect, test } from 'vitest';
import { authenticateStation, forgetCredential, issueCredential, revokeStation } from '@serialbridge/central/auth';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { feedBytes, FeedTails, pruneFeed } from '@serialbridge/central/sync';
import type { Store } from '@serialbridge/central/storage';
import { readFeedLines, ZERO_HASH, type Cursor } from '@serialbridge/protocol';
import { PUBLIC_KEY } from './test-station.ts';
import { AS_CENTRAL, fillTenant } from './fill-tenant.ts';
import type { TheStore } from './register-store-tests.ts';
import { put } from './test-warehouse.ts';

const straight = { run: <T>(work: () => Promise<T>): Promise<T> => work() };

function tailsOf(store: Store): { tails: FeedTails; reads: { database: number; memory: number } } {
  const reads = { database: 0, memory: 0 };
  return { reads, tails: new FeedTails(store, { onPage: (from) => (reads[from] += 1) }, straight) };
}

async function record(store: Store, tenant_id: string, rows = 1): Promise<void> {
  const vendors = Array.from({ length: rows }, () => ({ vendor_id: uuidv7(), code: uuidv7(), name: 'V "1"' }));
  await recordCentralEvents(store, tenant_id, [put('vendor', vendors)], AS_CENTRAL);
}

/** Every place in the feed from its beginning on. */
async function cursorsOf(store: Store, tenant_id: string): Promise<Cursor[]> {
  const { epoch } = await store.db
    .selectFrom('tenant_head')
    .select('epoch')
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow();
  const versions = await store.db
    .selectFrom('feed_version')
    .select(['version', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('version')
    .execute();
  return versions.map((one) => ({ epoch, ...one }));
}

const textOf = async (page: Promise<Buffer>): Promise<string> => (await page).toString();
const answer = async (page: Promise<Buffer>): Promise<string> =>
  textOf(page).catch((error: unknown) => `refused: ${String(Reflect.get(error as object, 'code'))}`);

/** As if the database had been restored from a backup made at that version. */
function restore(store: Store, tenant_id: string, { version, hash }: Cursor): Promise<void> {
  return store.transaction(async ({ db }) => {
    for (const table of ['feed', 'feed_version', 'event', 'event_unit', 'ledger_case'] as const)
      await db.deleteFrom(table).where('tenant_id', '=', tenant_id).where('version', '>', version).execute();
    await db.updateTable('tenant_head').set({ version, hash }).where('tenant_id', '=', tenant_id).execute();
  });
}

export function registerFeedTailTests(the: TheStore): void {
  describe('the feed served to many', () => {
    test('pages are those of the database, whatever the cursor, the limit, the tenant, and what happened meanwhile', async () => {
      const { store } = the();
      const [one, two] = [await fillTenant(store), await fillTenant(store)];
      const { tails, reads } = tailsOf(store);
      const seen: Cursor[] = [{ epoch: uuidv7(), version: 1, hash: ZERO_HASH }];
      const compare = async (what: string): Promise<void> => {
        for (const { tenant_id } of [one, two]) seen.push(...(await cursorsOf(store, tenant_id)));
        for (const { tenant_id, receiving } of [one, two]) {
          const station = { tenant_id, station_id: receiving.station_id };
          for (const limit of [1, 3, 5000]) {
            for (const cursor of seen) {
              const served = await answer(tails.page(station, cursor, limit));
              expect([what, cursor, limit, served]).toEqual([
                what,
                cursor,
                limit,
                await answer(feedBytes(store, station, cursor, limit)),
              ]);
            }
          }
        }
      };
      await compare('filled');
      await record(store, one.tenant_id, 5);
      await record(store, two.tenant_id);
      await compare('grown');
      const [, backup] = await cursorsOf(store, one.tenant_id);
      if (backup === undefined) throw new Error('nothing was recorded');
      const lost = (await cursorsOf(store, one.tenant_id)).length - 2;
      await restore(store, one.tenant_id, backup);
      await compare('restored');
      for (let at = 0; at < lost; at += 1) await record(store, one.tenant_id);
      await compare('the same versions with another history');
      for (let at = 0; at < 3; at += 1) await record(store, one.tenant_id);
      await pruneFeed(store, one.tenant_id, AS_CENTRAL.now + 1, 0);
      await record(store, one.tenant_id);
      await compare('the floor has risen');
      await store.transaction(({ db }) =>
        db.updateTable('tenant_head').set({ epoch: uuidv7() }).where('tenant_id', '=', two.tenant_id).execute(),
      );
      await compare('another epoch');
      expect(reads.memory).toBeGreaterThan(0);
    }, 60_000);

    test('a restored history with as many versions is found out, also when nobody asked in between', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      const station = { tenant_id, station_id: receiving.station_id };
      const { tails } = tailsOf(store);
      const before = await cursorsOf(store, tenant_id);
      const [first] = before;
      if (first === undefined) throw new Error('nothing was recorded');
      for (const limit of [1, 5000]) await tails.page(station, first, limit);
      await record(store, tenant_id, 2);
      await tails.page(station, first);
      await restore(store, tenant_id, first);
      for (let at = 0; at < before.length + 3; at += 1) await record(store, tenant_id);
      for (const limit of [1, 5000])
        expect(await textOf(tails.page(station, first, limit))).toBe(
          await textOf(feedBytes(store, station, first, limit)),
        );
      await expect(tails.page(station, before.at(-1) ?? first)).rejects.toMatchObject({
        code: 'sync.snapshot-required',
      });
    });

    test('a thousand stations that ask for the same page cost one read, and one for each move of the head', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      const station = { tenant_id, station_id: receiving.station_id };
      const { tails, reads } = tailsOf(store);
      const [first] = await cursorsOf(store, tenant_id);
      if (first === undefined) throw new Error('nothing was recorded');
      const all = async (limit?: number): Promise<Set<string>> =>
        new Set(await Promise.all(Array.from({ length: 1000 }, () => textOf(tails.page(station, first, limit)))));
      expect(await all()).toEqual(new Set([await textOf(feedBytes(store, station, first))]));
      expect(reads.database).toBe(1);
      await record(store, tenant_id, 3);
      expect(await all()).toEqual(new Set([await textOf(feedBytes(store, station, first))]));
      expect(reads.database).toBe(1);
      // A version that a station has heard of it finds, at once.
      for (let at = 0; at < 5; at += 1) {
        await record(store, tenant_id);
        const { head } = readFeedLines(await textOf(tails.page(station, first)));
        expect(head).toEqual((await cursorsOf(store, tenant_id)).at(-1));
      }
    });
  });

  describe('credentials that were read', () => {
    test('station.revoked: a revocation counts at once, also against a look-up under way; a new pairing too', async () => {
      const { store } = the();
      const { tenant_id, receiving } = await fillTenant(store);
      const { station_id } = receiving;
      const issue = async (): Promise<string> => {
        const credential = await store.transaction((tx) =>
          issueCredential(tx, { tenant_id, station_id }, { computer_name: 'pc', public_key: PUBLIC_KEY }, 1),
        );
        forgetCredential(store, tenant_id, station_id);
        return `Bearer ${credential}`;
      };
      const first = await issue();
      const ask = (credential: string): Promise<unknown> =>
        authenticateStation(store, credential).then(
          () => 'in',
          (error: unknown) => Reflect.get(error as object, 'code') as unknown,
        );
      expect(await ask(first)).toBe('in');
      const second = await issue();
      expect([await ask(first), await ask(second)]).toEqual(['station.unauthenticated', 'in']);
      const asking = new Set<Promise<unknown>>();
      const revoking = revokeStation(store, tenant_id, { station_id, operator_id: null, now: 5 });
      const over = revoking.then(() => false);
      while (await Promise.race([over, new Promise((resolve) => setTimeout(resolve, 1, true))])) {
        forgetCredential(store, tenant_id, station_id);
        asking.add(ask(second));
      }
      await Promise.all(asking);
      expect(await ask(second)).toBe('station.revoked');
    });
  });
}
