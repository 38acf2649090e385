import type { ReadTx, WriteTx } from '../storage/store.ts';

/** How far central's noted backups hold each chain of a station; what is not named is in none. */
export async function backedUpOf(
  db: ReadTx['db'] | WriteTx['db'],
  tenant_id: string,
  station_id: string,
): Promise<{ incarnation: string; seq: number }[]> {
  return db
    .selectFrom('backed_up_chain')
    .select(['incarnation', 'seq'])
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .orderBy('incarnation')
    .execute();
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
    const told = Number(seq);
    await tx.db
      .insertInto('backed_up_chain')
      .values({ tenant_id, station_id, incarnation, seq: told })
      .onConflict((conflict) =>
        conflict
          .columns(['tenant_id', 'station_id', 'incarnation'])
          .doUpdateSet({ seq: told })
          .where('backed_up_chain.seq', '<', told),
      )
      .execute();
  }
}
