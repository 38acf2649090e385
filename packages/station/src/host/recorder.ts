import { OpsError, type StationStore } from '@serialbridge/cache';
import { CallError } from '@serialbridge/client';
import type { HostContext, Recorder } from '../contract/host-context.ts';
import { refuseNotAllowed } from './refuse-not-allowed.ts';

/** Failures of the store in the words of the contract. */
export function asCallError(error: unknown): unknown {
  return error instanceof OpsError ? CallError.of(error.id, error.message, { ...error.params }) : error;
}

function orCallError<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw asCallError(error);
  }
}

interface RecorderParts extends Pick<HostContext, 'clock' | 'log' | 'pairing' | 'operators' | 'policy'> {
  readonly store: StationStore;
  readonly clockOffsetMs: () => number | null;
  /** The events are on disk, and the caller has said so to its screen. */
  readonly onRecorded: () => void;
  readonly onPolicyChanged: () => void;
}

/** Writes events and notes into ops.db, signed with who works here and with what this station knew at that moment. */
export function recorder(parts: RecorderParts): Recorder {
  const { store, clock, log, pairing, operators, policy, clockOffsetMs, onRecorded, onPolicyChanged } = parts;
  return {
    append: (drafts, { approved_by = null, remember } = {}) => {
      const station_id = pairing.station().station_id;
      const operator_id = operators.current()?.operator_id ?? null;
      refuseNotAllowed(store.view, drafts, { station_id, operator_id, approved_by });
      const appended = orCallError(() => {
        try {
          return store.log.append({
            drafts,
            station_id,
            operator_id,
            approved_by,
            captured_at: clock.now(),
            clock_offset_ms: clockOffsetMs(),
            policy_version: policy.version(),
            cache_version: store.cache.state().cursor?.version ?? 0,
            ...(remember === undefined ? {} : { notes: remember }),
          });
        } catch (error) {
          if (error instanceof OpsError) log.error({ err: error, id: error.id }, 'events could not be recorded');
          throw error;
        }
      });
      if (drafts.some(({ type }) => type === 'policy-changed')) onPolicyChanged();
      // The verdict goes to the screen first. Sending to central begins when the event loop comes round.
      setImmediate(onRecorded);
      return appended;
    },
    remember: (notes) => orCallError(() => store.notes.write(notes)),
    recall: (name) => store.notes.read(name),
  };
}
