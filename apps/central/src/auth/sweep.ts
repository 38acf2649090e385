import { sweepAttempts } from './attempts.ts';
import { sweepDevices } from './known-devices.ts';
import { sweepOneTimeCodes } from './one-time-codes.ts';
import { sweepSessions } from './sessions.ts';
import type { Store } from '../storage/store/store.ts';

/** What is over: counts that lock nobody, sessions and one-time codes that ended, browsers that nobody uses. */
export async function sweepSignIn(store: Store, tenant_id: string, now: number): Promise<void> {
  await sweepAttempts(store, tenant_id, now);
  await sweepSessions(store, tenant_id, now);
  await sweepOneTimeCodes(store, tenant_id, now);
  await sweepDevices(store, tenant_id, now);
}
