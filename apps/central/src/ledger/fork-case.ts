import { derivedId, factOf, newCase } from '@serialbridge/core/ledger';
import type { CaseRow } from '@serialbridge/core/model';
import { Envelope } from '@serialbridge/protocol';
import type { WriteTx } from '../storage/store/store.ts';
import { FORK_CASE } from './fold-entries.ts';

/**
 * The case of two different events under one (station, incarnation, seq): somebody cloned the station's disk. `rule` may also name the other
 * reason: the event follows one that neither central nor the station has any more.
 */
export async function forkCase(
  tx: WriteTx,
  tenant_id: string,
  second: Envelope,
  rival_id: string | null,
  now: number,
  rule: 'case.event-fork' | 'case.events-missing' = 'case.event-fork',
): Promise<CaseRow> {
  const rival =
    rival_id === null
      ? undefined
      : await tx.db
          .selectFrom('event')
          .select('envelope')
          .where('tenant_id', '=', tenant_id)
          .where('event_id', '=', rival_id)
          .executeTakeFirst();
  const first = rival === undefined ? [] : [factOf(Envelope.parse(JSON.parse(rival.envelope)))];
  const case_id = derivedId(second.event_id, FORK_CASE);
  return newCase({ case_id, rule, opened_at: now, unit_ids: [], facts: [...first, factOf(second)] });
}
