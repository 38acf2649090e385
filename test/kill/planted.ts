import { join } from 'node:path';
import Database from 'better-sqlite3';
import type { Invariant } from '@serialbridge/testing/judge/judge';
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
  const forgetAcknowledgement = (): void => {
    const db = new Database(join(host.dir, 'ops.db'));
    db.exec('UPDATE event SET acknowledged_at = NULL WHERE seq = (SELECT max(seq) FROM event)');
    db.close();
  };
  const loseFirstEvent = async (): Promise<void> => {
    await store.transaction(({ db }) =>
      db
        .deleteFrom('event')
        .where('tenant_id', '=', tenant_id)
        .where('station_id', '=', host.station_id)
        .where('seq', '=', 1)
        .execute(),
    );
  };
  const countStockTwice = async (): Promise<void> => {
    await store.transaction(({ db }) =>
      db
        .updateTable('stock')
        .set((eb) => ({ on_hand: eb('on_hand', '+', 1) }))
        .where('tenant_id', '=', tenant_id)
        .execute(),
    );
  };
  const plants: readonly (readonly [Invariant, () => Promise<void> | void])[] = [
    ['acceptance-unrecorded', () => void other.accepted.push({ hash: 'f'.repeat(64), envelope: null })],
    ['outbox-stuck', forgetAcknowledgement],
    ['event-lost', loseFirstEvent],
    ['fold-differs', countStockTwice],
    // The stock above is not the cache's.
    ['cache-differs', () => undefined],
  ];
  const missed: string[] = [];
  for (const [wanted, plant] of plants) {
    await plant();
    const { breaches } = await world.judge();
    if (!breaches.some(({ invariant }) => invariant === wanted)) missed.push(wanted);
  }
  return missed;
}
