import { canonical, rebuild } from '@serialbridge/central/ledger';
import { ENTITY_NAMES, keyOf } from '@serialbridge/core/model';
import { ZERO_HASH, canonicalBytes, type Envelope } from '@serialbridge/protocol';
import { createHash } from 'node:crypto';
import { readTables } from '@serialbridge/testing/store/replica';
import type { SimStation } from '../world/sim-station.ts';
import type { SimWorld } from '../world/sim-world.ts';
import { contradictionsOf } from './contradictions.ts';

/** What must hold in every world, by id (SYNC.md, "Invariants"). */
export type InvariantId =
  | 'event-lost'
  | 'event-changed'
  | 'chain-broken'
  | 'case-missing'
  | 'case-doubled'
  | 'fold-differs'
  | 'cache-differs'
  | 'overlay-left'
  | 'outbox-stuck'
  | 'own-fact-unseen'
  | 'crashed';

export class Broken extends Error {
  readonly invariant: InvariantId;
  constructor(invariant: InvariantId, message: string) {
    super(`${invariant}: ${message}`);
    this.invariant = invariant;
  }
}

/** At any moment: what was accepted here is seen here, through its way from the overlay to the cache. */
export function checkOwnRows(station: SimStation): void {
  // Without a cache there is no ground to see anything on; the next snapshot brings it.
  // A full disk can keep the overlay from being made over a new cache; then nothing can be recorded either, until it is.
  if (station.store.cacheState().cursor === null || station.store.isOverlayStale()) return;
  for (const { entity, key, event_id } of station.own)
    if (station.store.view.row(entity, key) === undefined)
      throw new Broken('own-fact-unseen', `${station.name} no longer shows ${entity} ${key} of ${event_id}`);
}

interface Stored {
  readonly envelope: Envelope;
  readonly chain: string;
  readonly text: string;
}

async function storedEvents(world: SimWorld): Promise<Stored[]> {
  const rows = await world.central.store.db
    .selectFrom('event')
    .select(['envelope', 'incarnation'])
    .where('tenant_id', '=', world.base.tenant_id)
    .orderBy('version')
    .orderBy('ord')
    .execute();
  return rows.map(({ envelope, incarnation }) => ({
    envelope: JSON.parse(envelope) as Envelope,
    chain: incarnation,
    text: envelope,
  }));
}

/** 1: each accepted event is in the ledger once (the key sees to "once"), as it was made. */
function checkEvents(world: SimWorld, stored: readonly Stored[]): void {
  const byId = new Map(stored.map(({ envelope, text }) => [envelope.event_id, text]));
  for (const station of world.stations)
    for (const [event_id, envelope] of station.accepted) {
      const text = byId.get(event_id);
      if (text === undefined)
        throw new Broken('event-lost', `${station.name} seq ${envelope.seq} ${envelope.type} ${event_id}`);
      if (text !== JSON.stringify(envelope)) throw new Broken('event-changed', `${station.name} ${event_id}`);
    }
}

/** 2: each chain counts without a gap and each event's hash follows the one before. */
async function checkChains(world: SimWorld, stored: readonly Stored[]): Promise<void> {
  const heads = await world.central.store.db
    .selectFrom('station_head')
    .selectAll()
    .where('tenant_id', '=', world.base.tenant_id)
    .execute();
  const again = await world.central.store.db
    .selectFrom('event_fork')
    .select(['chain', 'envelope', 'kind'])
    .where('tenant_id', '=', world.base.tenant_id)
    .where('kind', '=', 'same-id')
    .execute();
  const chains = new Map<string, Envelope[]>();
  const all = [
    ...stored,
    ...again.map((row) => ({ chain: row.chain, envelope: JSON.parse(row.envelope) as Envelope })),
  ];
  for (const { chain, envelope } of all) chains.set(chain, [...(chains.get(chain) ?? []), envelope]);
  for (const head of heads) {
    let seq = head.fork_seq === null ? 0 : head.fork_seq - 1;
    let hash = head.fork_hash ?? ZERO_HASH;
    for (const envelope of (chains.get(head.incarnation) ?? []).toSorted((a, b) => a.seq - b.seq)) {
      const sealed = createHash('sha256').update(canonicalBytes(envelope)).digest('hex');
      if (envelope.seq !== seq + 1 || envelope.prev_hash !== hash || envelope.hash !== sealed)
        throw new Broken('chain-broken', `${head.station_id} ${head.incarnation} at seq ${seq + 1}`);
      ({ seq, hash } = envelope);
    }
    if (seq !== head.durable_seq || hash !== head.hash)
      throw new Broken('chain-broken', `${head.incarnation} ends at ${seq}, its head says ${head.durable_seq}`);
  }
}

const TAKEN = 'case.serial-taken';

/** 3: contradicting facts have a case, and one only. */
async function checkCases(world: SimWorld, stored: readonly Stored[]): Promise<number> {
  const cases = await world.central.store.db
    .selectFrom('case')
    .selectAll()
    .where('tenant_id', '=', world.base.tenant_id)
    .execute();
  const named = new Set(cases.flatMap(({ facts }) => facts.map(({ event_id }) => event_id)));
  const eventsOf = new Map(cases.map((row) => [row.case_id, row.facts.map(({ event_id }) => event_id)]));
  const contradictions = contradictionsOf(
    stored.map(({ envelope }) => envelope),
    (case_id) => eventsOf.get(case_id) ?? [],
  );
  for (const { what, event_ids } of contradictions)
    if (!event_ids.some((event_id) => named.has(event_id))) throw new Broken('case-missing', what);
  const open = new Set<string>();
  for (const { rule, state, unit_ids, facts } of cases) {
    if (state !== 'open') continue;
    // A unit may be in one case of each document, and of each serial that it was said to bear and another unit does.
    const over = rule.startsWith('case.order-') ? facts[0]?.document_id : rule === TAKEN ? facts[0]?.serial_raw : '';
    for (const unit_id of unit_ids) {
      const key = `${rule} ${unit_id} ${over}`;
      if (open.has(key)) throw new Broken('case-doubled', key);
      open.add(key);
    }
  }
  return cases.length;
}

/** 4: central's tables are what its ledger says, and each station shows just them. */
async function checkCopies(world: SimWorld): Promise<void> {
  const { store } = world.central;
  const [difference] = await rebuild(store, world.base.tenant_id);
  if (difference !== undefined) throw new Broken('fold-differs', JSON.stringify(difference).slice(0, 2000));
  const tables = await readTables(store, world.base.tenant_id);
  const wanted = new Map([...tables].map(([key, row]) => [key, canonical(row)]));
  for (const station of world.stations) {
    const left = station.store.overlaidEvents();
    const held = station.store.read.all(`SELECT 1 FROM main.event WHERE overlaid = 1 AND outcome = 'held'`).length;
    if (left !== held) throw new Broken('overlay-left', `${station.name} still overlays ${left - held} events`);
    const shown = new Set<string>();
    for (const entity of ENTITY_NAMES)
      for (const stored of station.store.read.all(`SELECT * FROM cache."${entity}"`)) {
        const row = station.store.read.decodeAny(entity, stored);
        const key = `${entity} ${keyOf(entity, row)}`;
        shown.add(key);
        if (wanted.get(key) !== canonical(row))
          throw new Broken(
            'cache-differs',
            `${station.name} ${key}: ${wanted.get(key) ?? 'nothing'} ≠ ${canonical(row)}`,
          );
      }
    for (const key of wanted.keys())
      if (!shown.has(key)) throw new Broken('cache-differs', `${station.name} lacks ${key}`);
  }
}

/** All of it, once faults have stopped and everything has come to rest. @returns how many cases came up */
export async function checkWorld(world: SimWorld): Promise<number> {
  const stored = await storedEvents(world);
  checkEvents(world, stored);
  await checkChains(world, stored);
  const cases = await checkCases(world, stored);
  await checkCopies(world);
  for (const station of world.stations) checkOwnRows(station);
  return cases;
}
