import { join } from 'node:path';
import Database from 'better-sqlite3';
import { judge } from './judge.ts';
import type { KillWorld } from './kill-world.ts';

/**
 * Breaks one thing after another in a world that is at rest, and no longer needed, and answers which of them the judge does not find: an empty
 * list, or the judge is worth nothing.
 */
export async function plantFaults(world: KillWorld): Promise<string[]> {
  const { store, tenant_id } = world;
  const [host, other] = world.hosts;
  if (host === undefined || other === undefined) throw new Error('there are no hosts');
  // A living station would put right what is broken here.
  for (const { victim } of world.hosts) victim.kill();
  await Promise.all(world.hosts.map(({ victim }) => victim.gone));
  const ops = (work: (db: Database.Database) => void): void => {
    const db = new Database(join(host.dir, 'ops.db'));
    work(db);
    db.close();
  };
  const plants: readonly (readonly [string, RegExp, () => Promise<void> | void])[] = [
    [
      'an acceptance of what was never recorded',
      /was called accepted and is not in ops\.db/u,
      () => void other.heard.set(1_000_000, 'f'.repeat(64)),
    ],
    [
      'an event that waits in the outbox',
      /wait in the outbox/u,
      () => ops((db) => db.exec('UPDATE event SET acknowledged_at = NULL WHERE seq = (SELECT max(seq) FROM event)')),
    ],
    [
      'an event that was lost at central',
      /ops\.db has \d+ events, central \d+/u,
      async () => {
        const at = { tenant_id, station_id: host.station_id };
        await store.transaction(({ db }) =>
          db
            .deleteFrom('event')
            .where('tenant_id', '=', at.tenant_id)
            .where('station_id', '=', at.station_id)
            .where('seq', '=', 1)
            .execute(),
        );
      },
    ],
    [
      'stock that was counted twice',
      /the tables differ from the folded ledger/u,
      async () => {
        await store.transaction(({ db }) =>
          db
            .updateTable('stock')
            .set((eb) => ({ on_hand: eb('on_hand', '+', 1) }))
            .where('tenant_id', '=', tenant_id)
            .execute(),
        );
      },
    ],
    ['a cache that is behind', /its cache differs/u, () => undefined],
  ];
  const missed: string[] = [];
  for (const [name, said, plant] of plants) {
    await plant();
    const { faults } = await judge(world);
    if (!faults.some((fault) => said.test(fault))) missed.push(name);
  }
  return missed;
}
