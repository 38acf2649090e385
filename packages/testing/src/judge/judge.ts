import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { SqlRow } from '@serialbridge/cache';
import { canonical, rebuild, sha256 } from '@serialbridge/central/ledger';
import type { Store } from '@serialbridge/central/storage';
import { columnsOf, ENTITY_NAMES, keyOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { canonicalBytes, ZERO_HASH, type Envelope } from '@serialbridge/protocol/envelope';
import { readTables } from '../store/replica.ts';
import { contradictionsOf } from './contradictions.ts';

/** What must hold between central and its stations once everything has come to rest (resources/docs/SYNC.md, "Invariants"). */
export type Invariant =
  | 'acceptance-unrecorded'
  | 'event-lost'
  | 'event-changed'
  | 'event-held'
  | 'forgery-taken'
  | 'chain-broken'
  | 'case-missing'
  | 'case-doubled'
  | 'fold-differs'
  | 'cache-differs'
  | 'overlay-left'
  | 'outbox-stuck';

interface Breach {
  readonly invariant: Invariant;
  readonly message: string;
}

/** An event that a station called accepted: a person was told that it is recorded. */
export interface Accepted {
  readonly hash: string;
  /** As it was recorded; null: only its hash was heard. */
  readonly envelope: Envelope | null;
}

type ReadFiles = (sql: string) => readonly SqlRow[];

/** A station by what it leaves behind. */
export interface JudgedStation {
  readonly name: string;
  /** Reads its files: `main` is ops.db, `cache` is cache.db. Null: it has none. */
  readonly read: ReadFiles | null;
  readonly accepted: readonly Accepted[];
}

export interface JudgedWorld {
  readonly store: Store;
  readonly tenant_id: string;
  readonly stations: readonly JudgedStation[];
  /**
   * `one`: no disk was cloned or set back, so each station has one chain, and the ledger has just what its log has, none of it held. `whole`: central
   * was set back, which may begin a new chain; the logs are whole all the same. `torn`: disks were cloned and set back, so a log does not say all.
   */
  readonly logs: 'one' | 'whole' | 'torn';
}

export interface Judged {
  /** Empty: everything holds. */
  readonly breaches: readonly Breach[];
  readonly events: number;
  readonly units: number;
  readonly cases: number;
}

/** Reads a station's folder beside whatever runs on it, anew each time: nothing of the station's own code stands between. */
export const readsFolder =
  (dir: string): ReadFiles =>
  (sql) => {
    const db = new Database(join(dir, 'ops.db'), { readonly: true });
    try {
      db.prepare('ATTACH ? AS cache').run(join(dir, 'cache.db'));
      return db.prepare<[], SqlRow>(sql).all();
    } finally {
      db.close();
    }
  };

/** A stored row of the cache as central has it. */
function decoded(entity: Entity, stored: SqlRow): AnyRow {
  return Object.fromEntries(
    columnsOf(entity).map(({ name, type }) => {
      const value = stored[name] ?? null;
      if (value === null) return [name, null];
      if (type === 'boolean') return [name, value === 1];
      return [name, type === 'json' && typeof value === 'string' ? (JSON.parse(value) as unknown) : value];
    }),
  );
}

interface Stored {
  readonly envelope: Envelope;
  readonly chain: string;
  /** As it is stored. */
  readonly text: string;
  readonly outcome: string;
}

async function ledgerOf({ store, tenant_id }: JudgedWorld): Promise<Stored[]> {
  const rows = await store.db
    .selectFrom('event')
    .select(['envelope', 'incarnation', 'outcome'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('version')
    .orderBy('ord')
    .execute();
  return rows.map(({ envelope, incarnation, outcome }) => ({
    envelope: JSON.parse(envelope) as Envelope,
    chain: incarnation,
    text: envelope,
    outcome,
  }));
}

/** Gap-free after `seq`, each event hashed over the one before it. Answers the last, or the first that does not follow. */
function follow(
  envelopes: readonly Envelope[],
  from: { readonly seq: number; readonly hash: string },
): { readonly seq: number; readonly hash: string; readonly isBroken: boolean } {
  let { seq, hash } = from;
  for (const envelope of envelopes) {
    const sealed = sha256(canonicalBytes(envelope));
    if (envelope.seq !== seq + 1 || envelope.prev_hash !== hash || envelope.hash !== sealed)
      return { seq: seq + 1, hash, isBroken: true };
    ({ seq, hash } = envelope);
  }
  return { seq, hash, isBroken: false };
}

/** 1: what was accepted is in the ledger once (the key sees to "once"), as it was made. */
function acceptedBreaches({ name, accepted }: JudgedStation, byHash: ReadonlyMap<string, string>): Breach[] {
  return accepted.flatMap(({ hash, envelope }): Breach[] => {
    const stored = byHash.get(hash);
    const what = envelope === null ? hash : `${envelope.type} ${envelope.event_id}, seq ${envelope.seq},`;
    if (stored === undefined) return [{ invariant: 'event-lost', message: `${name}: ${what} is not in the ledger` }];
    return envelope === null || stored === JSON.stringify(envelope)
      ? []
      : [{ invariant: 'event-changed', message: `${name}: ${what} is another one in the ledger` }];
  });
}

/** The same, and both ways, where no log was torn: a station's log, what was heard of it and the ledger are one. */
function logBreaches({ name, read, accepted }: JudgedStation, ledger: readonly Stored[]): Breach[] {
  if (read === null) return [];
  const breaches: Breach[] = [];
  const say = (invariant: Invariant, message: string): void =>
    void breaches.push({ invariant, message: `${name}: ${message}` });
  const log = read('SELECT envelope FROM main.event ORDER BY incarnation, seq').map((row) => {
    const text = String(row['envelope']);
    return { text, envelope: JSON.parse(text) as Envelope };
  });
  const hashes = new Set(log.map(({ envelope }) => envelope.hash));
  for (const { hash } of accepted)
    if (!hashes.has(hash)) say('acceptance-unrecorded', `${hash} was called accepted and is not in ops.db`);
  for (const [incarnation, mine] of Map.groupBy(log, ({ envelope }) => envelope.incarnation)) {
    const [first] = mine;
    if (first === undefined) continue;
    const { station_id, seq, prev_hash } = first.envelope;
    const end = follow(
      mine.map(({ envelope }) => envelope),
      { seq: seq - 1, hash: prev_hash },
    );
    if (end.isBroken) say('chain-broken', `ops.db does not go on at seq ${end.seq}`);
    const there = ledger
      .filter(({ envelope }) => envelope.station_id === station_id && envelope.incarnation === incarnation)
      .toSorted((a, b) => a.envelope.seq - b.envelope.seq);
    if (there.length !== mine.length) say('event-lost', `ops.db has ${mine.length} events, central ${there.length}`);
    else if (there.some(({ text }, at) => text !== mine[at]?.text))
      say('event-changed', 'an event in central is not the one in ops.db');
    const held = there.filter(({ outcome }) => outcome === 'held').length;
    if (held > 0) say('event-held', `${held} events are held`);
  }
  return breaches;
}

/** No station's word makes a record: what central enters is central's alone. Read without the fold, its rights or its declarations. */
async function forgeryBreaches({ store, tenant_id }: JudgedWorld, ledger: readonly Stored[]): Promise<Breach[]> {
  const { central_id } = await store.db
    .selectFrom('tenant_head')
    .select('central_id')
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirstOrThrow();
  return ledger
    .filter(
      ({ envelope, outcome }) =>
        envelope.type === 'records-put' && outcome !== 'held' && envelope.station_id !== central_id,
    )
    .map(({ envelope }): Breach => ({
      invariant: 'forgery-taken',
      message: `${envelope.event_id} of station ${envelope.station_id} put records`,
    }));
}

/** 2: each chain counts without a gap and each event's hash follows the one before. */
async function chainBreaches(world: JudgedWorld, ledger: readonly Stored[]): Promise<Breach[]> {
  const { store, tenant_id, logs } = world;
  const heads = await store.db.selectFrom('station_head').selectAll().where('tenant_id', '=', tenant_id).execute();
  const again = await store.db
    .selectFrom('event_fork')
    .select(['chain', 'envelope'])
    .where('tenant_id', '=', tenant_id)
    .where('kind', '=', 'same-id')
    .execute();
  const chains = new Map<string, Envelope[]>();
  const all = [
    ...ledger,
    ...again.map(({ chain, envelope }) => ({ chain, envelope: JSON.parse(envelope) as Envelope })),
  ];
  for (const { chain, envelope } of all) {
    const known = chains.get(chain);
    if (known === undefined) chains.set(chain, [envelope]);
    else known.push(envelope);
  }
  return heads.flatMap(({ station_id, incarnation, durable_seq, hash, fork_of, fork_seq, fork_hash }): Breach[] => {
    const chain = (chains.get(incarnation) ?? []).toSorted((a, b) => a.seq - b.seq);
    const start = { seq: fork_seq === null ? 0 : fork_seq - 1, hash: fork_hash ?? ZERO_HASH };
    const end = follow(chain, start);
    const breach = (message: string): Breach[] => [
      { invariant: 'chain-broken', message: `${station_id} ${incarnation} ${message}` },
    ];
    if (end.isBroken) return breach(`does not go on at seq ${end.seq}`);
    if (end.seq !== durable_seq || end.hash !== hash)
      return breach(`ends at ${end.seq}, and its head says ${durable_seq}`);
    const others = heads.filter((head) => head.station_id === station_id).length;
    return logs === 'one' && (fork_of !== null || others > 1)
      ? breach('is one of several, though no disk was cloned')
      : [];
  });
}

const TAKEN = 'case.serial-taken';

/** 3: contradicting facts have a case, and one only. */
async function caseBreaches(
  { store, tenant_id }: JudgedWorld,
  ledger: readonly Stored[],
): Promise<{ breaches: Breach[]; cases: number }> {
  const cases = await store.db.selectFrom('case').selectAll().where('tenant_id', '=', tenant_id).execute();
  const named = new Set(cases.flatMap(({ facts }) => facts.map(({ event_id }) => event_id)));
  const eventsOf = new Map(cases.map((row) => [row.case_id, row.facts.map(({ event_id }) => event_id)]));
  const contradictions = contradictionsOf(
    ledger.map(({ envelope }) => envelope),
    (case_id) => eventsOf.get(case_id) ?? [],
  );
  const breaches = contradictions
    .filter(({ event_ids }) => !event_ids.some((event_id) => named.has(event_id)))
    .map(({ what }): Breach => ({ invariant: 'case-missing', message: what }));
  const open = new Set<string>();
  for (const { rule, state, unit_ids, facts } of cases) {
    if (state !== 'open') continue;
    // A unit may be in one case of each document, and of each serial that it was said to bear and another unit does.
    const over = rule.startsWith('case.order-') ? facts[0]?.document_id : rule === TAKEN ? facts[0]?.serial_raw : '';
    for (const unit_id of unit_ids) {
      const key = `${rule} ${unit_id} ${over}`;
      if (open.has(key)) breaches.push({ invariant: 'case-doubled', message: key });
      open.add(key);
    }
  }
  return { breaches, cases: cases.length };
}

/** 4 and 5: a station has sent everything, shows just what central's tables have, and lays nothing over it but what central holds. */
function stationBreaches({ name, read }: JudgedStation, wanted: ReadonlyMap<string, string>): Breach[] {
  if (read === null) return [];
  const breaches: Breach[] = [];
  const say = (invariant: Invariant, message: string): void =>
    void breaches.push({ invariant, message: `${name}: ${message}` });
  const count = (where: string): number =>
    Number(read(`SELECT count(*) AS n FROM main.event WHERE ${where}`)[0]?.['n']);
  const unsent = count('acknowledged_at IS NULL');
  if (unsent > 0) say('outbox-stuck', `${unsent} events wait in the outbox`);
  const left = count(`overlaid = 1 AND outcome IS NOT 'held'`);
  if (left > 0) say('overlay-left', `${left} events still lie over the cache`);
  const shown = new Set<string>();
  const odd: string[] = [];
  for (const entity of ENTITY_NAMES)
    for (const stored of read(`SELECT * FROM cache."${entity}"`)) {
      const row = decoded(entity, stored);
      const key = `${entity} ${keyOf(entity, row)}`;
      shown.add(key);
      const mine = canonical(row);
      if (wanted.get(key) !== mine) odd.push(`${key}: ${wanted.get(key) ?? 'nothing'} ≠ ${mine}`);
    }
  for (const key of wanted.keys()) if (!shown.has(key)) odd.push(`lacks ${key}`);
  if (odd.length > 0) say('cache-differs', `its cache differs in ${odd.length} rows, as in ${odd[0] ?? ''}`);
  return breaches;
}

/**
 * The one judge of simulator, kill run, restore run and network tests. Call it when nothing is recorded and every station has come to rest. It
 * reads files and tables; of the product's code it only uses the hash, the row's canonical form and `rebuild`, which folds the ledger anew.
 */
export async function judge(world: JudgedWorld): Promise<Judged> {
  const { store, tenant_id, stations, logs } = world;
  const ledger = await ledgerOf(world);
  const byHash = new Map(ledger.map(({ envelope, text }) => [envelope.hash, text]));
  const tables = new Map([...(await readTables(store, tenant_id))].map(([key, row]) => [key, canonical(row)]));
  const ofCases = await caseBreaches(world, ledger);
  const [difference, ...more] = await rebuild(store, tenant_id);
  const ofFold: Breach[] =
    difference === undefined
      ? []
      : [
          {
            invariant: 'fold-differs',
            message: `${more.length + 1} rows of the tables differ from the folded ledger, as in ${JSON.stringify(difference).slice(0, 2000)}`,
          },
        ];
  const breaches = [
    ...stations.flatMap((station) => acceptedBreaches(station, byHash)),
    ...(logs !== 'torn' ? stations.flatMap((station) => logBreaches(station, ledger)) : []),
    ...(await chainBreaches(world, ledger)),
    ...(await forgeryBreaches(world, ledger)),
    ...ofCases.breaches,
    ...ofFold,
    ...stations.flatMap((station) => stationBreaches(station, tables)),
  ];
  const units = [...tables.keys()].filter((key) => key.startsWith('unit ')).length;
  return { breaches, events: ledger.length, units, cases: ofCases.cases };
}
