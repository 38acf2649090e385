import type { EventBody, EventType } from '@serialbridge/core/events';
import type { Envelope } from '@serialbridge/protocol';

/** Two facts about one serial that can't both be right. One of `event_ids` must be among the facts of a case. */
export interface Contradiction {
  readonly what: string;
  readonly event_ids: readonly string[];
}

const bodyOf = <T extends EventType>(envelope: Envelope, type: T): EventBody<T> | null =>
  envelope.type === type ? (envelope.body as EventBody<T>) : null;

interface Box {
  readonly serials: Map<string, { readonly serial: string; readonly packed: string }>;
}
/** What is last known of a serial: who brought it in, or sent it out. */
interface Known {
  readonly at: 'in' | 'out' | 'decided';
  readonly event_id: string;
}

/**
 * Contradictions in a ledger read naively, without the fold, its rows or its rules: serials by their text, in the ledger's order. It sees
 * the plain ones (received twice, shipped twice, shipped and never received) of serials that nobody corrected, scrapped, missed or found;
 * what it sees must have a case. Where a serial stands once a person has decided its case it does not judge, until the next fact.
 * @param factsOf the events that a case names
 */
export function contradictionsOf(
  ledger: readonly Envelope[],
  factsOf: (case_id: string) => readonly string[],
): Contradiction[] {
  const found: Contradiction[] = [];
  const sessions = new Map<string, Map<string, string>>();
  const boxes = new Map<string, Box>();
  const known = new Map<string, Known>();
  const touched = touchedSerials(ledger);
  const about = new Map<string, Set<string>>();
  const tell = (event_id: string, serial: string): void => {
    about.set(event_id, (about.get(event_id) ?? new Set()).add(serial));
  };
  const contradict = (what: string, ...event_ids: string[]): void => {
    found.push({ what, event_ids });
  };
  for (const envelope of ledger) {
    const { event_id } = envelope;
    // Opening stock, as central imports it.
    const put = bodyOf(envelope, 'records-put');
    for (const { serial_raw } of put?.entity === 'unit' ? put.rows : [])
      if (typeof serial_raw === 'string' && !known.has(serial_raw)) known.set(serial_raw, { at: 'in', event_id });
    const counted = bodyOf(envelope, 'receipt-line-counted');
    if (counted !== null) {
      const serials = sessions.get(counted.receiving_session_id) ?? new Map<string, string>();
      for (const { serial_raw, unit_id } of counted.units) serials.set(unit_id, serial_raw);
      sessions.set(counted.receiving_session_id, serials);
    }
    const saved = bodyOf(envelope, 'receipt-saved');
    if (saved !== null)
      for (const serial of sessions.get(saved.receiving_session_id)?.values() ?? []) {
        if (touched.has(serial)) continue;
        tell(event_id, serial);
        const before = known.get(serial);
        if (before?.at === 'in') contradict(`${serial} received twice`, event_id);
        known.set(serial, { at: 'in', event_id });
      }
    const packed = bodyOf(envelope, 'unit-packed');
    if (packed !== null && packed.serial_raw !== null) {
      tell(event_id, packed.serial_raw);
      const box: Box = boxes.get(packed.package_id) ?? { serials: new Map() };
      box.serials.set(packed.package_unit_id, { serial: packed.serial_raw, packed: event_id });
      boxes.set(packed.package_id, box);
    }
    const unpacked = bodyOf(envelope, 'unit-unpacked');
    if (unpacked !== null) boxes.get(unpacked.package_id)?.serials.delete(unpacked.package_unit_id);
    const discarded = bodyOf(envelope, 'package-discarded');
    if (discarded !== null) boxes.delete(discarded.package_id);
    const shipped = bodyOf(envelope, 'order-shipped');
    for (const { package_id } of shipped?.packages ?? [])
      for (const { serial, packed: by } of boxes.get(package_id)?.serials.values() ?? []) {
        if (touched.has(serial)) continue;
        tell(event_id, serial);
        const before = known.get(serial);
        if (before === undefined) contradict(`${serial} shipped and never received`, event_id, by);
        else if (before.at === 'out') contradict(`${serial} shipped twice`, event_id, by);
        known.set(serial, { at: 'out', event_id });
      }
    const decided = bodyOf(envelope, 'case-resolved');
    for (const fact of decided === null ? [] : factsOf(decided.case_id))
      for (const serial of about.get(fact) ?? []) known.set(serial, { at: 'decided', event_id });
  }
  return found;
}

/** Serials that somebody corrected, or whose unit was scrapped, missed or found: what is true of them takes more than two facts. */
function touchedSerials(ledger: readonly Envelope[]): Set<string> {
  const serialOf = new Map<string, Set<string>>();
  const name = (unit_id: string, serial: string): void => {
    serialOf.set(unit_id, (serialOf.get(unit_id) ?? new Set()).add(serial));
  };
  const touched = new Set<string>();
  const units = new Set<string>();
  for (const envelope of ledger) {
    for (const { unit_id, serial_raw } of bodyOf(envelope, 'receipt-line-counted')?.units ?? [])
      name(unit_id, serial_raw);
    const packed = bodyOf(envelope, 'unit-packed');
    if (packed !== null && packed.unit_id !== null && packed.serial_raw !== null)
      name(packed.unit_id, packed.serial_raw);
    const corrected = bodyOf(envelope, 'unit-serial-corrected');
    if (corrected !== null) {
      touched.add(corrected.serial_raw);
      units.add(corrected.unit_id);
    }
    for (const type of ['unit-scrapped', 'unit-missing', 'unit-found', 'unit-moved'] as const) {
      const body = bodyOf(envelope, type);
      if (body !== null) units.add(body.unit_id);
    }
  }
  for (const unit_id of units) for (const serial of serialOf.get(unit_id) ?? []) touched.add(serial);
  return touched;
}
