import { z } from 'zod';
import { Id, Quantity, ShortText } from '@serialbridge/core/model';
import { Envelope } from '../envelope/envelope.ts';
import { readJson } from '../json/read-json.ts';
import { KeyId, PublicKey } from './station-key.ts';

/** The extension of an exported outbox. */
export const OUTBOX_FILE: string = '.sboutbox';
const OUTBOX_FORMAT = 'serialbridge-outbox';
const OUTBOX_VERSION = 1;

/**
 * An outbox as a file that a person carries (resources/docs/SYNC.md, "Push"): UTF-8, one JSON value a line. First this header, then every envelope that
 * central has not acknowledged, verbatim as it is stored, in the order of the station's disk, last the signature over every byte before its
 * own line. One station a file.
 */
export const OutboxHeader = z.object({
  format: z.literal(OUTBOX_FORMAT),
  version: z.literal(OUTBOX_VERSION),
  /** Null: made before this software kept keys for each station that the computer was; only its key's owner can tell whose it is. */
  tenant_id: Id.nullable(),
  station_id: Id,
  station_name: ShortText,
  /** Each begins at `first_seq`. `is_oldest`: the station has nothing before it any more (it was acknowledged, backed up and pruned). */
  incarnations: z.array(
    z.object({
      incarnation: Id,
      first_seq: Quantity,
      last_seq: Quantity,
      events: Quantity,
      is_oldest: z.boolean(),
    }),
  ),
  events: Quantity,
  /** By the station's clock, whatever that says. */
  exported_at: z.number(),
  software: ShortText,
  key_id: KeyId,
  public_key: PublicKey,
});
export type OutboxHeader = z.infer<typeof OutboxHeader>;

const OutboxSignature = z.object({
  signature: z.object({
    algorithm: z.literal('ed25519'),
    key_id: KeyId,
    /** 64 bytes in base64url. */
    value: z.string().regex(/^[\w-]{86}$/u),
  }),
});

export type OutboxFaultCode =
  | 'outbox.not-an-export'
  | 'outbox.newer-version'
  | 'outbox.incomplete'
  | 'outbox.unreadable-event'
  | 'outbox.wrong-signature'
  | 'outbox.unknown-key'
  | 'outbox.other-tenant'
  | 'outbox.unknown-station'
  | 'outbox.chain-broken'
  | 'outbox.gap';

/** What is wrong with a file; `where`: `line 12`, counted from 1, or null. */
export interface OutboxFault {
  readonly code: OutboxFaultCode;
  readonly message: string;
  readonly where: string | null;
  readonly params?: Readonly<Record<string, string | number>>;
}

export interface OutboxFile {
  readonly header: OutboxHeader;
  readonly events: readonly Envelope[];
  /** What was signed, and by what. Null: the file ends before its signature. */
  readonly signed: { readonly text: string; readonly key_id: string; readonly value: string } | null;
}

export function outboxHeader(header: Omit<OutboxHeader, 'format' | 'version'>): string {
  return `${JSON.stringify({ format: OUTBOX_FORMAT, version: OUTBOX_VERSION, ...header })}\n`;
}

export function outboxSignature(key_id: string, value: string): string {
  return `${JSON.stringify({ signature: { algorithm: 'ed25519', key_id, value } })}\n`;
}

/** The line an event of the file stands on, as an editor counts. */
export const outboxLine = (index: number): string => `line ${index + 2}`;

function json(text: string): unknown {
  try {
    return readJson(text);
  } catch {
    return undefined;
  }
}

function readHeader(line: string): OutboxHeader | OutboxFault {
  const value = json(line);
  const parsed = OutboxHeader.safeParse(value);
  if (parsed.success) return parsed.data;
  const told = z.looseObject({ format: z.literal(OUTBOX_FORMAT), version: z.number() }).safeParse(value);
  if (told.success && told.data.version > OUTBOX_VERSION)
    return {
      code: 'outbox.newer-version',
      message: `The file is of version ${told.data.version}, this software reads ${OUTBOX_VERSION}; update it.`,
      where: 'line 1',
    };
  return {
    code: 'outbox.not-an-export',
    message: `This is no outbox that a station exported (a file that ends in ${OUTBOX_FILE}).`,
    where: 'line 1',
  };
}

/** Takes a file apart. Every line that cannot be read is told; without a header nothing more is looked at, and `file` is null. */
export function readOutboxFile(text: string): {
  readonly file: OutboxFile | null;
  readonly faults: readonly OutboxFault[];
} {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const header = readHeader(lines[0] ?? '');
  if (!('format' in header)) return { file: null, faults: [header] };
  const faults: OutboxFault[] = [];
  const last = lines.length > 1 ? OutboxSignature.safeParse(json(lines.at(-1) ?? '')) : undefined;
  const told = last?.success === true ? last.data.signature : null;
  const bodies = lines.slice(1, told === null ? undefined : -1);
  const events: Envelope[] = [];
  for (const [index, line] of bodies.entries()) {
    const parsed = Envelope.safeParse(json(line));
    if (parsed.success) events.push(parsed.data);
    // A file that was cut short ends in half a line: it is incomplete, not odd.
    else if (told !== null || index < bodies.length - 1)
      faults.push({
        code: 'outbox.unreadable-event',
        message: `The event on line ${index + 2} cannot be read.`,
        where: outboxLine(index),
      });
  }
  if (told === null)
    faults.push({
      code: 'outbox.incomplete',
      message: 'The file ends before its signature: it was cut short on its way. Export or copy it again.',
      where: `line ${lines.length}`,
    });
  else if (bodies.length !== header.events)
    faults.push({
      code: 'outbox.incomplete',
      message: `The file names ${header.events} events and has ${bodies.length}.`,
      where: null,
      params: { named: header.events, found: bodies.length },
    });
  const signed =
    told === null
      ? null
      : {
          text: text.slice(0, text.trimEnd().lastIndexOf('\n') + 1),
          key_id: told.key_id,
          value: told.value,
        };
  return { file: { header, events, signed }, faults };
}
