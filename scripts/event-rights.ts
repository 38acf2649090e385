import { readFileSync } from 'node:fs';
import { EVENT_TYPES, EVENTS, type EventDraft, type EventType } from '@serialbridge/core/events';
import { MemoryView, parseEvent, RIGHTS_RULES, takeEvent, type Applied } from '@serialbridge/core/ledger';
import type { AnyRow, CaseRow, Entity, Row } from '@serialbridge/core/model';

/**
 * What becomes of each event type from each source, by who recorded it: computed by the real check and the real fold over the golden file of the
 * type (test/compat/events), with nothing changed but the kind of station and the person.
 */

export const EVENT_SOURCES = ['receiving station', 'packing station', 'central'] as const;
/** Who recorded it. `elsewhere`: an operator of another warehouse. */
export const RECORDERS = ['operator', 'supervisor', 'admin', 'nobody', 'unknown', 'inactive', 'elsewhere'] as const;
export type EventSourceName = (typeof EVENT_SOURCES)[number];
type Recorder = (typeof RECORDERS)[number];
export type Became = 'applied' | 'applied with case' | 'held';

interface Golden {
  readonly given: readonly (readonly [Entity, AnyRow])[];
  readonly envelope: Parameters<typeof parseEvent>[0] & { readonly body: Readonly<Record<string, unknown>> };
}

const id = (n: number): string => `0000002a-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;
const CENTRAL = id(1);
const STATION = id(2);
const OTHER_WAREHOUSE = id(3);
const PERSON = id(4);

function golden(type: EventType): Golden {
  const file = new URL(`../test/compat/events/${type}.v${EVENTS[type].v}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Golden;
}

/** The golden file's own, but for options: those of a station are at its own level. */
function bodyOf(type: EventType, source: EventSourceName, { envelope }: Golden): unknown {
  if (type !== 'policy-changed' || source === 'central') return envelope.body;
  const change = { level: 'station' as const, level_id: STATION, key: 'receiving.auto_enter', value: true };
  return { changes: [change] } satisfies Extract<EventDraft, { type: 'policy-changed' }>['body'];
}

function person(who: Recorder): Row<'operator'> | null {
  if (who === 'nobody' || who === 'unknown') return null;
  const role = who === 'inactive' || who === 'elsewhere' ? 'operator' : who;
  const warehouse_ids = who === 'elsewhere' ? [OTHER_WAREHOUSE] : null;
  return {
    operator_id: PERSON,
    code: who,
    name: who,
    role,
    badge: null,
    warehouse_ids,
    active: who !== 'inactive',
    double_of: null,
  };
}

function becameOf({ outcome, held_reason, changes }: Applied, type: EventType): Became {
  if (held_reason !== null && held_reason !== 'held.not-allowed') throw new Error(`${type}: ${held_reason}`);
  if (outcome === 'held') return 'held';
  const rules: readonly string[] = RIGHTS_RULES;
  const asks = changes.some(
    ({ entity, row }) => entity === 'case' && rules.includes((row as CaseRow | null)?.rule ?? ''),
  );
  return asks ? 'applied with case' : 'applied';
}

/** By the one check and the one fold. @throws Error if the golden file cannot be applied for another reason */
export function becomes(type: EventType, source: EventSourceName, who: Recorder): Became {
  const made = golden(type);
  const view = new MemoryView();
  for (const [entity, row] of made.given) view.putAll(entity, [row]);
  const home = view.all('station')[0]?.warehouse_id ?? OTHER_WAREHOUSE;
  view.put('warehouse', { warehouse_id: home, code: 'HOME', name: 'Home', double_of: null });
  const kind = source === 'packing station' ? 'packing' : 'receiving';
  view.put('station', { station_id: STATION, name: 'Station', kind, warehouse_id: home, state: 'paired' });
  const recorder = person(who);
  if (recorder !== null) view.put('operator', recorder);
  const parsed = parseEvent({
    ...made.envelope,
    body: bodyOf(type, source, made),
    station_id: source === 'central' ? CENTRAL : STATION,
    operator_id: who === 'nobody' ? null : PERSON,
    approved_by: null,
  });
  if ('held_reason' in parsed) throw new Error(`${type}: ${parsed.held_reason}`);
  return becameOf(takeEvent(view, parsed.event, CENTRAL), type);
}

/** The cells of the table: a row for each type and source. */
export function eventRightsRows(): readonly (readonly string[])[] {
  return EVENT_TYPES.flatMap((type) =>
    EVENT_SOURCES.map((source) => [`\`${type}\``, source, ...RECORDERS.map((who) => becomes(type, source, who))]),
  );
}

export const EVENT_RIGHTS_HEADS: readonly string[] = ['Event', 'From', ...RECORDERS];
