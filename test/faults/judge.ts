import { join } from 'node:path';
import Database from 'better-sqlite3';
import { rebuild, sha256 } from '@serialbridge/central/ledger';
import { columnsOf, ENTITY_NAMES, keyOf, type AnyRow } from '@serialbridge/core/model';
import { canonicalBytes, Envelope, ZERO_HASH } from '@serialbridge/protocol/envelope';
import { readTables } from '@serialbridge/testing/store/replica';
import type { Host, KillWorld } from './kill-world.ts';

/** A station by what it leaves: its folder, and what was heard of it. */
export type JudgedHost = Pick<Host, 'name' | 'station_id' | 'dir' | 'heard'>;
export type JudgedWorld = Pick<KillWorld, 'store' | 'tenant_id'> & { readonly hosts: readonly JudgedHost[] };

export interface Judged {
  /** What does not hold; empty: everything does. */
  readonly faults: readonly string[];
  readonly events: number;
  readonly units: number;
  readonly cases: number;
}

interface Logged {
  readonly incarnation: string;
  readonly seq: number;
  readonly event_id: string;
  readonly envelope: string;
  readonly acknowledged_at: number | null;
}

/** The file itself, not the host: nothing of the station's code between. */
function readLog(dir: string): readonly Logged[] {
  const db = new Database(join(dir, 'ops.db'), { readonly: true });
  try {
    return db
      .prepare<[], Logged>('SELECT incarnation, seq, event_id, envelope, acknowledged_at FROM event ORDER BY position')
      .all();
  } finally {
    db.close();
  }
}

function readCache(dir: string): Map<string, string> {
  const db = new Database(join(dir, 'cache.db'), { readonly: true });
  try {
    const rows = new Map<string, string>();
    for (const entity of ENTITY_NAMES) {
      const columns = columnsOf(entity);
      for (const raw of db.prepare<[], AnyRow>(`SELECT * FROM "${entity}"`).iterate()) {
        const row = Object.fromEntries(
          columns.map(({ name, type }) => {
            const value = raw[name];
            if (value === null) return [name, null];
            if (type === 'boolean') return [name, value === 1];
            return [name, type === 'json' && typeof value === 'string' ? (JSON.parse(value) as unknown) : value];
          }),
        );
        rows.set(`${entity} ${keyOf(entity, row)}`, canonical(row));
      }
    }
    return rows;
  } finally {
    db.close();
  }
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

/** Gap-free from 1, each event hashed over the one before it. */
function chainFaults(name: string, envelopes: readonly Envelope[]): string[] {
  let prev_hash = ZERO_HASH;
  for (const [index, envelope] of envelopes.entries()) {
    const { seq, hash } = envelope;
    if (seq !== index + 1) return [`${name}: event ${seq} stands at place ${index + 1} of its chain`];
    if (envelope.prev_hash !== prev_hash) return [`${name}: event ${seq} does not follow the one before it`];
    if (sha256(canonicalBytes(envelope)) !== hash) return [`${name}: event ${seq} has a wrong hash`];
    prev_hash = hash;
  }
  return [];
}

/** What was heard is in the file; what is in the file is in the ledger, once, word for word, and nothing besides. */
async function judgeHost(
  { store, tenant_id }: JudgedWorld,
  host: JudgedHost,
): Promise<{ faults: string[]; events: number }> {
  const { name, station_id } = host;
  const log = readLog(host.dir);
  const faults: string[] = [];
  const incarnations = new Set(log.map(({ incarnation }) => incarnation));
  if (incarnations.size > 1) faults.push(`${name}: ${incarnations.size} chains, though no disk was copied`);
  const bySeq = new Map(log.map((event) => [event.seq, event]));
  const envelopes = log.map(({ envelope }) => Envelope.parse(JSON.parse(envelope)));
  faults.push(...chainFaults(`${name}, ops.db`, envelopes));
  for (const [seq, hash] of host.heard)
    if (!(bySeq.get(seq)?.envelope.includes(`"hash":"${hash}"`) ?? false))
      faults.push(`${name}: event ${seq} was called accepted and is not in ops.db`);
  const unsent = log.filter(({ acknowledged_at }) => acknowledged_at === null).length;
  if (unsent > 0) faults.push(`${name}: ${unsent} events wait in the outbox`);

  const ledger = await store.db
    .selectFrom('event')
    .select(['event_id', 'seq', 'envelope'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .orderBy('version')
    .orderBy('ord')
    .execute();
  const texts = ledger.map(({ envelope }) => canonical(JSON.parse(envelope)));
  faults.push(
    ...chainFaults(
      `${name}, central`,
      ledger.map(({ envelope }) => Envelope.parse(JSON.parse(envelope))),
    ),
  );
  if (new Set(ledger.map(({ event_id }) => event_id)).size !== ledger.length)
    faults.push(`${name}: central has an event twice`);
  if (ledger.length !== log.length) faults.push(`${name}: ops.db has ${log.length} events, central ${ledger.length}`);
  else if (texts.some((text, at) => text !== canonical(envelopes[at])))
    faults.push(`${name}: an event in central is not the one in ops.db`);
  const heads = await store.db
    .selectFrom('station_head')
    .select(['durable_seq', 'fork_of'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .execute();
  const [head = { durable_seq: 0, fork_of: null }] = heads;
  if (heads.length > 1 || head.fork_of !== null || head.durable_seq !== log.length)
    faults.push(`${name}: central's heads are ${JSON.stringify(heads)} for ${log.length} events`);
  return { faults, events: log.length };
}

function cacheFaults(host: JudgedHost, tables: ReadonlyMap<string, string>): string[] {
  const cache = readCache(host.dir);
  const wrong = [...tables].filter(([key, row]) => cache.get(key) !== row).map(([key]) => key);
  const extra = [...cache.keys()].filter((key) => !tables.has(key));
  const odd = [...wrong, ...extra];
  return odd.length === 0 ? [] : [`${host.name}: its cache differs in ${odd.length} rows, as in ${odd[0] ?? ''}`];
}

/** SYNC.md's invariants 1, 2, 4 and 5, when nothing is recorded and every station has said that it is quiet. */
export async function judge(world: JudgedWorld): Promise<Judged> {
  const { store, tenant_id, hosts } = world;
  const faults: string[] = [];
  let events = 0;
  const tables = new Map([...(await readTables(store, tenant_id))].map(([key, row]) => [key, canonical(row)]));
  for (const host of hosts) {
    const judged = await judgeHost(world, host);
    faults.push(...judged.faults, ...cacheFaults(host, tables));
    events += judged.events;
  }
  const differences = await rebuild(store, tenant_id);
  const [first] = differences;
  if (first !== undefined)
    faults.push(
      `the tables differ from the folded ledger in ${differences.length} rows, as in ${first.entity} ${first.key}`,
    );
  const count = (entity: string): number => [...tables.keys()].filter((key) => key.startsWith(`${entity} `)).length;
  return { faults, events, units: count('unit'), cases: count('case') };
}
