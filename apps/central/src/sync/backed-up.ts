import type { ReadTx, WriteTx } from '../storage/store/store.ts';

/**
 * How far central's noted backups hold each chain of a station. A chain that is not named is in none. Of a cloned disk's chain only the part that
 * all clones share counts, because the main chain after it has the events of one of them alone.
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
 * Adds the events of the versions in (after, up_to] to what is known to be backed up. A chain's events come in their order. So a backup that
 * holds an event holds all before it, also one that was held then and took effect in a later version.
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
