import type { Envelope } from '@serialbridge/protocol';
import { ZERO_HASH } from '@serialbridge/protocol';
import type { StationHeadTable } from '../storage/store/database.ts';
import type { ReadTx, WriteTx } from '../storage/store/store.ts';

/** How a run of new events goes on. */
export type Continuation =
  | { readonly kind: 'append'; readonly chain: StationHeadTable }
  /** The event before is known but another one came after it already: a cloned disk. `rival` is that other event's id. */
  | { readonly kind: 'fork'; readonly from: StationHeadTable; readonly rival: string | null }
  | { readonly kind: 'gap'; readonly expected_seq: number };

/** When the event before the first one is on none of the station's chains, the station is asked to begin this many events earlier. */
const BEGIN_EARLIER = 500;

/** All chains of a (station, incarnation): its own first, then what branched off it. */
export async function chainsOf(
  { db }: Pick<ReadTx, 'db'> | Pick<WriteTx, 'db'>,
  tenant_id: string,
  station_id: string,
  incarnation: string,
): Promise<StationHeadTable[]> {
  const rows = await db
    .selectFrom('station_head')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where((at) => at.or([at('incarnation', '=', incarnation), at('fork_of', '=', incarnation)]))
    .orderBy('created_at')
    .execute();
  return rows.toSorted((a, b) => Number(b.incarnation === incarnation) - Number(a.incarnation === incarnation));
}

/** The events under these numbers on these chains of one station. An event may have been written there, or have been known under another number first. */
export async function eventsAt(
  { db }: Pick<ReadTx, 'db'> | Pick<WriteTx, 'db'>,
  { tenant_id, station_id }: Pick<StationHeadTable, 'tenant_id' | 'station_id'>,
  chains: readonly string[],
  seqs: readonly number[],
): Promise<{ event_id: string; seq: number; hash: string }[]> {
  const written = await db
    .selectFrom('event')
    .select(['event_id', 'seq', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where('incarnation', 'in', chains)
    .where('seq', 'in', seqs)
    .execute();
  const again = await db
    .selectFrom('event_fork')
    .select(['event_id', 'seq', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where('chain', 'in', chains)
    .where('seq', 'in', seqs)
    .where('kind', '=', 'same-id')
    .execute();
  return [...written, ...again];
}

const eventAt = async (
  tx: WriteTx,
  chain: StationHeadTable,
  seq: number,
): Promise<{ event_id: string; hash: string } | undefined> =>
  (await eventsAt(tx, chain, [chain.incarnation], [seq]))[0];

/** Hash of a chain at `seq`: also where it begins. */
async function hashAt(tx: WriteTx, chain: StationHeadTable, seq: number): Promise<string | undefined> {
  if (seq === chain.durable_seq) return chain.hash;
  if (chain.fork_seq !== null && seq === chain.fork_seq - 1) return chain.fork_hash ?? undefined;
  if (seq === 0 && chain.fork_of === null) return ZERO_HASH;
  return (await eventAt(tx, chain, seq))?.hash;
}

/** Finds the chain that `first`, the first event that central does not have, goes on. */
export async function findContinuation(
  tx: WriteTx,
  chains: readonly StationHeadTable[],
  first: Envelope,
): Promise<Continuation> {
  const end = chains.find((chain) => chain.durable_seq === first.seq - 1 && chain.hash === first.prev_hash);
  if (end !== undefined) return { kind: 'append', chain: end };
  const [main] = chains;
  if (main === undefined || first.seq > main.durable_seq + 1) {
    const furthest = Math.max(
      0,
      ...chains.filter((chain) => chain.durable_seq < first.seq).map((chain) => chain.durable_seq),
    );
    if (first.seq > furthest + 1) return { kind: 'gap', expected_seq: furthest + 1 };
  }
  for (const from of chains) {
    if (from.durable_seq >= first.seq && (await hashAt(tx, from, first.seq - 1)) === first.prev_hash) {
      return { kind: 'fork', from, rival: (await eventAt(tx, from, first.seq))?.event_id ?? null };
    }
  }
  return { kind: 'gap', expected_seq: Math.max(1, first.seq - BEGIN_EARLIER) };
}

/** A chain without an event yet. */
export function newChain(
  chain: Pick<StationHeadTable, 'tenant_id' | 'station_id' | 'incarnation'>,
  created_at: number,
): StationHeadTable {
  return {
    ...chain,
    durable_seq: 0,
    hash: ZERO_HASH,
    fork_of: null,
    fork_seq: null,
    fork_hash: null,
    case_id: null,
    created_at,
  };
}

export async function saveChain(tx: WriteTx, chain: StationHeadTable): Promise<void> {
  const { durable_seq, hash } = chain;
  await tx.db
    .insertInto('station_head')
    .values(chain)
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'station_id', 'incarnation']).doUpdateSet({ durable_seq, hash }),
    )
    .execute();
}
