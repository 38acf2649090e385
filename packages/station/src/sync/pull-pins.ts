import { createHash } from 'node:crypto';
import type { StationStore } from '@serialbridge/cache';
import type { Log } from '../contract/host-context.ts';
import type { CentralClient } from './central-client.ts';
import { CentralError } from './central-error.ts';
import type { CentralLink } from './central-link.ts';

/** What of the people decides whose PINs belong here: another text means that the list must be asked for anew. */
function peopleOf({ read }: StationStore, link: CentralLink): string {
  const people = read.all(
    'SELECT operator_id, role, active, warehouse_ids, pin_changed_at FROM live_operator ORDER BY operator_id',
  );
  const roles = read.all('SELECT code, rights, active FROM live_role ORDER BY role_id');
  const { station_id, warehouse_id } = link.identity() ?? {};
  return createHash('sha256')
    .update(JSON.stringify([station_id, warehouse_id, people, roles]))
    .digest('hex');
}

/**
 * Keeps the list of PINs that sign-in and approvals read. Called when the cache stands at central's head: the rows of people have just said
 * whether anything changed. Who left, or works elsewhere now, is not in the new list.
 */
export function pinPull(
  store: StationStore,
  link: CentralLink,
  log: Log,
): (central: CentralClient, signal: AbortSignal) => Promise<void> {
  return async (central, signal) => {
    const made_from = peopleOf(store, link);
    if (made_from === store.pins.madeFrom()) return;
    try {
      const { pins } = await central.pins({}, signal);
      store.pins.write(pins, made_from);
    } catch (error) {
      // The line broke: the next contact asks again. A refusal must not keep events from being sent.
      if (!(error instanceof CentralError) || error.status === 0) throw error;
      log.warn({ code: error.code }, 'central gave no PINs; those that were here still hold');
    }
  };
}
