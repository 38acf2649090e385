import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zstdDecompressSync } from 'node:zlib';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { exportFolder, openStationStore } from '@serialbridge/cache';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import { openStore } from '@serialbridge/central/storage';
import { applyEvent } from '@serialbridge/core/ledger';
import { put } from '@serialbridge/testing/store/test-warehouse';

const FOLDER = join(import.meta.dirname, 'stores');

interface About {
  readonly tenant_id: string;
  readonly head: { readonly incarnation: string; readonly seq: number; readonly hash: string };
  readonly po_line_id: string;
  readonly unknown_event_id: string;
}

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'serialbridge-compat-'));
});
afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
});

/** Unpacks a kept file into the test's folder: the kept one itself is never opened. */
function unpack(folder: string, file: string): void {
  writeFileSync(join(dir, file), zstdDecompressSync(readFileSync(join(folder, `${file}.zst`))));
}
const aboutOf = (name: string): About => JSON.parse(readFileSync(join(FOLDER, name, 'about.json'), 'utf8')) as About;
const versionsWith = (file: string): string[] =>
  readdirSync(FOLDER)
    .filter((name) => existsSync(join(FOLDER, name, `${file}.zst`)))
    .toSorted();

describe.each(versionsWith('central.db'))('central.db as version %s left it', (name) => {
  test('central.db is migrated, keeps its ledger and rows, and is written on', async () => {
    unpack(join(FOLDER, name), 'central.db');
    const { tenant_id, unknown_event_id } = aboutOf(name);
    const store = await openStore({ data_dir: dir });
    const serials = await store.db
      .selectFrom('unit')
      .select(['serial_raw', 'forked'])
      .where('tenant_id', '=', tenant_id)
      .execute();
    expect(serials.map(({ serial_raw }) => serial_raw).toSorted()).toEqual(['A1', 'A1', 'A2']);
    const rules = await store.db.selectFrom('case').select('rule').where('tenant_id', '=', tenant_id).execute();
    expect(rules.map(({ rule }) => rule).toSorted()).toEqual(['case.event-held', 'case.received-twice']);
    const held = await store.db
      .selectFrom('event')
      .select('event_id')
      .where('tenant_id', '=', tenant_id)
      .where('outcome', '=', 'held')
      .execute();
    expect(held).toEqual([{ event_id: unknown_event_id }]);
    const before = await store.db
      .selectFrom('tenant_head')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .executeTakeFirstOrThrow();
    const vendor = { vendor_id: uuidv7(), code: 'V9', name: 'After' };
    const { head } = await recordCentralEvents(store, tenant_id, [put('vendor', [vendor])], {
      operator_id: null,
      now: 9000,
    });
    expect(head).toMatchObject({ version: before.version + 1, epoch: before.epoch, central_id: before.central_id });
    await store.close();
  });
});

test('central.db of version 1: PIN hashes leave the people’s rows and the feed, and the PINs still hold', async () => {
  unpack(join(FOLDER, 'v1'), 'central.db');
  const { tenant_id } = aboutOf('v1');
  const operator_id = uuidv7();
  const pin_hash = 'scrypt$1024$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
  const row = JSON.stringify({ operator_id, code: 'ann', pin_hash });
  const old = new Database(join(dir, 'central.db'));
  old
    .prepare(
      `insert into operator (tenant_id, operator_id, code, name, role, pin_hash, active) values (?, ?, 'ann', 'Ann', 'supervisor', ?, 1)`,
    )
    .run(tenant_id, operator_id, pin_hash);
  const { version } = old.prepare<[], { version: number }>('select version from tenant_head').get() ?? { version: 0 };
  old
    .prepare(`insert into feed (tenant_id, version, ord, entity, key, row) values (?, ?, 900, 'operator', ?, ?)`)
    .run(tenant_id, version, operator_id, row);
  old.close();
  const store = await openStore({ data_dir: dir });
  const secrets = await store.db.selectFrom('operator_secret').selectAll().where('tenant_id', '=', tenant_id).execute();
  expect(secrets).toEqual([{ tenant_id, operator_id, pin_hash, pin_state: 'set', pin_digits: 0, pin_changed_at: 0 }]);
  const feed = await store.db.selectFrom('feed').select('row').where('tenant_id', '=', tenant_id).execute();
  expect(JSON.stringify(feed)).not.toContain('scrypt');
  // Below the floor nobody follows the feed: every station takes a snapshot, which has no hashes.
  const head = await store.db
    .selectFrom('tenant_head')
    .select('floor')
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow();
  expect(head.floor).toBe(version);
  await store.close();
});

describe.each(versionsWith('ops.db'))('ops.db as version %s left it', (name) => {
  test('ops.db is migrated, keeps every unsent event and note, and shows them again', () => {
    unpack(join(FOLDER, name), 'ops.db');
    const { head, po_line_id } = aboutOf(name);
    const store = openStationStore({ dir, newId: () => uuidv7(), fold: applyEvent });
    expect(store.outbox.backlog()).toBe(head.seq);
    expect(store.log.hashAt(head.incarnation, head.seq)).toBe(head.hash);
    const kept = store.outbox.batch(head.incarnation, 0, { events: head.seq + 1, bytes: Number.MAX_SAFE_INTEGER });
    expect(kept.events).toHaveLength(head.seq);
    expect(store.notes.read('fixture')).toEqual({ kept: true });
    expect(store.overlay.unfolded).toBe(0);
    expect(store.view.unitsBySerial('B1')).toMatchObject([{ state: 'in_stock', po_line_id }]);
    // Another file on another disk: a chain of its own, so that two copies never write under one number.
    expect(store.log.head().incarnation).not.toBe(head.incarnation);
    store.close();
  });
});

/** What is in the test's folder, but for the lock that a station holds on it. */
const hashes = (): Record<string, string> =>
  Object.fromEntries(
    readdirSync(dir)
      .filter((name) => !name.startsWith('lock.'))
      .map((name) => [
        name,
        createHash('sha256')
          .update(readFileSync(join(dir, name)))
          .digest('hex'),
      ]),
  );

test('ops.from-before: a folder from before the first release is told so, and nothing in it changes but the lock', () => {
  unpack(join(import.meta.dirname, 'from-before'), 'ops.db');
  for (const name of ['cache.db', 'cache.db.gone', 'cache.lost-1.db']) writeFileSync(join(dir, name), name);
  const before = hashes();
  const refused = expect.objectContaining({ id: 'ops.from-before', params: { path: join(dir, 'ops.db') } });
  expect(() => openStationStore({ dir, newId: () => uuidv7(), fold: applyEvent })).toThrow(refused);
  expect(() => exportFolder(dir, { software: 'test', now: 1 })).toThrow(refused);
  expect(hashes()).toEqual(before);
});

test('ops.from-before: so is one whose host was killed before its first checkpoint, with all that it wrote in the log', () => {
  const made = join(dir, 'made.db');
  const db = new Database(made);
  db.pragma('journal_mode = WAL');
  const from_before = 0x53_42_6f_70;
  db.pragma(`application_id = ${from_before}`);
  db.exec('create table event (position integer primary key, envelope text)');
  for (const file of ['', '-wal']) copyFileSync(`${made}${file}`, join(dir, `ops.db${file}`));
  db.close();
  const before = hashes();
  const refused = expect.objectContaining({ id: 'ops.from-before' });
  expect(() => openStationStore({ dir, newId: () => uuidv7(), fold: applyEvent })).toThrow(refused);
  expect(() => exportFolder(dir, { software: 'test', now: 1 })).toThrow(refused);
  expect(hashes()).toEqual(before);
});

test('central.db of a version before 1 is refused in one line, and not a byte of its folder changes', async () => {
  unpack(join(import.meta.dirname, 'from-before'), 'central.db');
  const before = hashes();
  await expect(openStore({ data_dir: dir })).rejects.toThrow(
    /^.*central\.db is of a version before 1 .*another data folder.*$/u,
  );
  expect(hashes()).toEqual(before);
});
