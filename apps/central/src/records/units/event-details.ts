import { boundedInstant, boundedWhole } from '@serialbridge/core/model';
import type { DocumentLink } from '@serialbridge/protocol/central';
import { Envelope } from '@serialbridge/protocol';
import { z } from 'zod';

/** The parts of an event's body that lists show, whatever its type; what an event does not have is left out. */
const Body = z.looseObject({});

export interface ReadEvent {
  readonly envelope: Envelope;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Null: the stored text is no envelope that this software can read; the history still shows what the ledger knows of it. */
export function readStored(text: string): ReadEvent | null {
  const parsed = Envelope.safeParse(JSON.parse(text));
  if (!parsed.success) return null;
  return { envelope: parsed.data, body: Body.safeParse(parsed.data.body).data ?? {} };
}

/** Less than this is what clocks and networks do anyway. */
const CLOCK_TOLERANCE_MS = 5 * 60 * 1000;
/** 2020: before there was any of this software. A computer whose clock lost its battery begins in 1970 or with its making. */
const EARLIEST = Date.UTC(2020, 0, 1);

export interface Times {
  readonly captured_at: number;
  /** The station's clock put right by its offset, as far as it was ever measured. */
  readonly captured_at_central: number;
  readonly clock_offset_ms: number | null;
  /** The clock was far off, or says what cannot be: later than central got the event, before this software. */
  readonly clock_wrong: boolean;
}

/** When the station says that it happened, within what can be shown. */
export function timesOf(envelope: Pick<Envelope, 'captured_at' | 'clock_offset_ms'>, received_at: number): Times {
  const { captured_at, clock_offset_ms } = envelope;
  const at_central = captured_at + (clock_offset_ms ?? 0);
  return {
    captured_at: boundedInstant(captured_at),
    captured_at_central: boundedInstant(at_central),
    clock_offset_ms: clock_offset_ms === null ? null : boundedWhole(clock_offset_ms),
    clock_wrong:
      captured_at !== boundedInstant(captured_at) ||
      Math.abs(clock_offset_ms ?? 0) > CLOCK_TOLERANCE_MS ||
      at_central > received_at + CLOCK_TOLERANCE_MS ||
      at_central < EARLIEST,
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null);

interface Reference {
  readonly kind: DocumentLink['kind'];
  readonly id: string;
}

/** Documents that the body names by id. */
export function documentsOf(body: ReadEvent['body']): Reference[] {
  const found: Reference[] = [];
  const document_id = text(body['document_id']);
  const document_kind = text(body['document_kind']);
  if (
    document_id !== null &&
    (document_kind === 'purchase_order' || document_kind === 'credit_memo' || document_kind === 'rma')
  ) {
    found.push({ kind: document_kind, id: document_id });
  }
  for (const kind of ['order', 'receiving_session', 'package', 'shipment'] as const) {
    const id = text(body[`${kind}_id`]);
    if (id !== null) found.push({ kind, id });
  }
  return found;
}

const Override = z.object({ rules: z.array(z.string()), reason: z.string() });
const Packages = z.array(z.looseObject({ package_id: z.string(), tracking_number: z.string().nullable() }));
const Units = z.array(
  z.looseObject({
    unit_id: z.string(),
    serial_raw: z.string(),
    lot: z.string().nullish(),
    expiry: z.string().nullish(),
  }),
);
const PLAIN = [
  'serial_raw',
  'reason',
  'note',
  'to',
  'condition',
  'carrier',
  'service',
  'tracking_number',
  'weight_source',
] as const;

/** What the event says of this unit in words that need no look-up. */
export function detailsOf(body: ReadEvent['body'], unit_id: string | null): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = [];
  const add = (name: string, value: unknown): void => {
    if (typeof value === 'string' && value !== '') found.push({ name, value });
    if (typeof value === 'number') found.push({ name, value: String(value) });
  };
  for (const name of PLAIN) add(name, body[name]);
  const own = Units.safeParse(body['units']).data?.find((unit) => unit.unit_id === unit_id);
  add('serial_raw', own?.serial_raw);
  add('lot', own?.lot);
  add('expiry', own?.expiry);
  add('weight_g', body['weight_g']);
  const tracking = Packages.safeParse(body['packages']).data?.flatMap((pack) => pack.tracking_number ?? []);
  add('tracking_number', tracking?.join(', '));
  const override = Override.safeParse(body['override']).data;
  add('override_rules', override?.rules.join(', '));
  add('override_reason', override?.reason);
  const warnings = z.array(z.string()).safeParse(body['warnings']).data;
  add('warnings', warnings?.join(', '));
  return found;
}

const MOST_SERIALS = 5;

/** The serials that an event of several units names, as many as fit into a line. */
export function serialsOf(body: ReadEvent['body']): { name: string; value: string }[] {
  const units = Units.safeParse(body['units']).data ?? [];
  const serials = units.flatMap(({ serial_raw }) => serial_raw ?? []);
  const shown = serials.slice(0, MOST_SERIALS).join(', ');
  return shown === '' ? [] : [{ name: 'serial_raw', value: serials.length > MOST_SERIALS ? `${shown} …` : shown }];
}

const Ids = z.array(z.string());

/** The ledger keeps an event's cases as a JSON array in text. */
export function caseIdsOf(stored: string): string[] {
  return Ids.safeParse(JSON.parse(stored)).data ?? [];
}
