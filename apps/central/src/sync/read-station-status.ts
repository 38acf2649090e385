import type { ChainHead, HelloRequest } from '@serialbridge/protocol';
import type { StationHeadTable, TenantHeadTable } from '../storage/store/database.ts';
import type { ReadTx, WriteTx } from '../storage/store/store.ts';
import { judgeHash, type Judged } from './cursor.ts';
import type { SyncStation } from '../auth/station-credentials.ts';

/** Where the chains of these incarnations of a station end. A chain that branched off is named by the incarnation that it branched off from. */
export async function earlierIncarnationHeads(
  db: ReadTx['db'],
  tenant_id: string,
  station_id: string,
  incarnations: readonly string[],
): Promise<ChainHead[]> {
  if (incarnations.length === 0) return [];
  const rows = await db
    .selectFrom('station_head')
    .select(['incarnation', 'fork_of', 'durable_seq', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where((at) => at.or([at('incarnation', 'in', incarnations), at('fork_of', 'in', incarnations)]))
    .execute();
  return rows.map(({ incarnation, fork_of, durable_seq, hash }) => ({
    incarnation: fork_of ?? incarnation,
    durable_seq,
    hash,
  }));
}

/** What central knows of one station and of itself, read in one statement. */
export interface StationSyncStatus {
  readonly head: TenantHeadTable;
  readonly judged: Judged;
  /** The last version that central signed for this station, looked at in the same way; null: it showed none. Its signature is not checked yet. */
  readonly witness_judged: Judged | null;
  readonly station: { readonly name: string; readonly warehouse_id: string; readonly state: string } | null;
  /** Of the station's own incarnation. */
  readonly chain: Pick<StationHeadTable, 'durable_seq' | 'hash'> | null;
  /** A person wants the station's cache compared. */
  readonly compare: boolean;
}

/** Undefined: there is no such tenant. One statement, so that a thousand hellos at once are a thousand look-ups and no more. */
export async function readStationStatus(
  db: ReadTx['db'] | WriteTx['db'],
  { tenant_id, station_id }: SyncStation,
  { incarnation, cursor, witness }: Pick<HelloRequest, 'incarnation' | 'cursor' | 'witness'>,
): Promise<StationSyncStatus | undefined> {
  const row = await db
    .selectFrom('tenant_head as head')
    .leftJoin('feed_version as at', (join) =>
      join.onRef('at.tenant_id', '=', 'head.tenant_id').on('at.version', '=', cursor?.version ?? -1),
    )
    .leftJoin('feed_version as shown', (join) =>
      join.onRef('shown.tenant_id', '=', 'head.tenant_id').on('shown.version', '=', witness?.version ?? -1),
    )
    .leftJoin('station', (join) =>
      join.onRef('station.tenant_id', '=', 'head.tenant_id').on('station.station_id', '=', station_id),
    )
    .leftJoin('station_head as chain', (join) =>
      join
        .onRef('chain.tenant_id', '=', 'head.tenant_id')
        .on('chain.station_id', '=', station_id)
        .on('chain.incarnation', '=', incarnation),
    )
    .leftJoin('station_comparison as comparison', (join) =>
      join.onRef('comparison.tenant_id', '=', 'head.tenant_id').on('comparison.station_id', '=', station_id),
    )
    .selectAll('head')
    .select([
      'at.hash as cursor_hash',
      'shown.hash as shown_hash',
      'station.name',
      'station.warehouse_id',
      'station.state',
      'chain.durable_seq',
      'chain.hash as chain_hash',
      'comparison.asked_at',
      'comparison.compared_at',
    ])
    .where('head.tenant_id', '=', tenant_id)
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const {
    cursor_hash,
    shown_hash,
    name,
    warehouse_id,
    state,
    durable_seq,
    chain_hash,
    asked_at,
    compared_at,
    ...head
  } = row;
  return {
    head,
    judged: judgeHash(head, cursor, cursor_hash),
    witness_judged: witness === null ? null : judgeHash(head, witness, shown_hash),
    station: name === null || warehouse_id === null || state === null ? null : { name, warehouse_id, state },
    chain: durable_seq === null || chain_hash === null ? null : { durable_seq, hash: chain_hash },
    compare: asked_at !== null && (compared_at === null || compared_at < asked_at),
  };
}
