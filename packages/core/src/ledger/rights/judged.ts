import type { EventBody, EventType } from '../../events/registry.ts';
import type { LedgerEvent } from '../view/applied.ts';

/** What of an event is judged. A station judges what it is about to record, before it is one. */
export type Judged = {
  readonly [T in EventType]: { readonly type: T; readonly body: EventBody<T> } & Pick<
    LedgerEvent,
    'station_id' | 'operator_id' | 'approved_by'
  >;
}[EventType];
