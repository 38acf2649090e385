import { LostUnreadable, type LostSlice, type StationStore } from '@serialbridge/cache';
import { MAX_LOST_BYTES, MAX_LOST_RECORDS } from '@serialbridge/protocol';
import type { Log } from '../contract/host-context.ts';
import { CentralError } from './central-error.ts';
import type { CentralClient } from './central-client.ts';
import type { SyncPorts } from './sync-ports.ts';

/** Slices compared between two requests of the sync loop, so that the outbox does not wait for a large comparison. */
const SLICES = 20;
/** When to try again after central could not take a report: it may be able to tomorrow. A new epoch is reported at once. */
const AGAIN_AFTER_MS = 3_600_000;

export interface LostReport {
  /** Reports to central a page of what only an earlier cache knows. False: there is no more. Rejects with CentralError when the line is down. */
  step(central: CentralClient, signal: AbortSignal): Promise<boolean>;
}

function* pagesOf({ as_of, records }: LostSlice): Generator<LostSlice> {
  let page: LostSlice['records'][number][] = [];
  let bytes = 0;
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record));
    if (page.length >= MAX_LOST_RECORDS || (page.length > 0 && bytes + size > MAX_LOST_BYTES)) {
      yield { as_of, records: page };
      page = [];
      bytes = 0;
    }
    page.push(record);
    bytes += size;
  }
  if (page.length > 0) yield { as_of, records: page };
}

/** After a new epoch: what central lost of its own facts is reported from the caches of the epochs before. */
export function lostReport(
  store: StationStore,
  now: () => number,
  { breathe }: Pick<SyncPorts, 'breathe'>,
  log: Log,
): LostReport {
  let refused: { readonly epoch: string; readonly at: number } | null = null;

  const isRefused = (epoch: string): boolean =>
    refused !== null && refused.epoch === epoch && Math.abs(now() - refused.at) < AGAIN_AFTER_MS;

  return {
    step: async (central, signal) => {
      const { epoch } = store.cache.state().cursor ?? {};
      if (epoch === undefined || isRefused(epoch) || !store.lost.pending()) return false;
      try {
        for (let at = 0; at < SLICES && !signal.aborted; at += 1) {
          const slice = store.lost.next();
          if (slice === null) return false;
          for (const page of pagesOf(slice)) {
            const { listed } = await central.lostRecords({ ...page, records: [...page.records] }, signal);
            log.warn(
              { reported: page.records.length, listed },
              'what only the cache before its restore knows was reported to central',
            );
          }
          await breathe();
        }
        return true;
      } catch (error) {
        // The slice under way is reported again.
        store.lost.close();
        if (error instanceof LostUnreadable) {
          log.error({ reason: error.message }, 'an earlier cache cannot be read: what it alone knew is not reported');
          return true;
        }
        const passing = error instanceof CentralError && (error.status === 0 || error.status === 503);
        if (passing) throw error;
        refused = { epoch, at: now() };
        log.error({ reason: String(error) }, 'what an earlier cache knows could not be reported to central');
        return false;
      }
    },
  };
}
