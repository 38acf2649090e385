import type { ChainHead } from '@serialbridge/protocol';
import type { ReadTx } from '../storage/store.ts';

/** Where the chains of these incarnations of a station end, those that branched off them under the name they branched off from. */
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
