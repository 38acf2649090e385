import type { ReadTx, WriteTx } from '../storage/shared/store.ts';

/**
 * How far central's noted backups hold each chain of a station; what is not named is in none. Of a disk that was copied only what all copies
 * share: the main chain after that is the events of one of them.
 */
export async function backedUpOf(
  db: ReadTx['db'] | WriteTx['db'],
  tenant_id: string,
  station_id: string,
): Promise<{ incarnation: string; seq: number }[]> {
  const chains = await db
    .selectFrom('backed_up_chain')
    .select(['incarnation', 'seq'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .orderBy('incarnation')
    .execute();
  if (chains.length === 0) return [];
  const branches = await db
    .selectFrom('station_head')
    .select(['incarnation', 'fork_of', 'fork_seq'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .where('fork_of', 'is not', null)
    .execute();
  return chains
    .filter(({ incarnation }) => branches.every((branch) => branch.incarnation !== incarnation))
    .map(({ incarnation, seq }) => ({
      incarnation,
      seq: branches
        .filter(({ fork_of }) => fork_of === incarnation)
        .reduce((least, { fork_seq }) => Math.min(least, (fork_seq ?? 1) - 1), seq),
    }));
}

/**
 * Raises what is known to be backed up by the events of the versions in (after, up_to]. A chain's events come in their order, so that a backup
 * which holds one holds all before it, also one that was held then and took effect in a later version.
 */
export async function raiseBackedUp(tx: WriteTx, tenant_id: string, after: number, up_to: number): Promise<void> {
  const chains = await tx.db
    .selectFrom('event')
    .select(['station_id', 'incarnation'])
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('tenant_id', '=', tenant_id)
    .where('version', '>', after)
    .where('version', '<=', up_to)
    .groupBy(['station_id', 'incarnation'])
    .execute();
  for (const { station_id, incarnation, seq } of chains) {
    await tx.db
      .insertInto('backed_up_chain')
      .values({ tenant_id, station_id, incarnation, seq })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'station_id', 'incarnation'])
          .doUpdateSet({ seq })
          .where('backed_up_chain.seq', '<', seq),
      )
      .execute();
  }
}
