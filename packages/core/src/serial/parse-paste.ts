import { ENTRY_LIMIT } from './expand-range.ts';
import { shown, type RuleFailure } from './verdict.ts';

export interface PastedSerial {
  /** As it stood in the text, without the quotes of a CSV field. */
  readonly serial_raw: string;
  /** Counted from 1. */
  readonly line: number;
}

export interface Paste {
  readonly serials: readonly PastedSerial[];
  /** What could not be read, each with its `line`; all of them at once. Nothing should be taken over while there is one. */
  readonly failures: readonly RuleFailure[];
}

/** A quoted field with its closing quote, or a plain one up to the next separator. */
const FIELD = /[^\S\t]*"((?:[^"]|"")*)"[^\S\t]*(?=[,\t]|$)|([^,\t]*)/uy;
const FIELD_LIMIT = 512;

/**
 * Serials out of pasted text or a CSV file: one a line, or separated by commas or tabs. Blank ones are dropped, all else is kept as
 * read, leading zeros and all; what a serial may look like is for the rules to say. Takes a byte order mark and any line ending.
 */
export function parsePaste(text: string): Paste {
  const serials: PastedSerial[] = [];
  const failures: RuleFailure[] = [];
  const lines = text.replace(/^\uFEFF/u, '').split(/\r\n|\r|\n/u);
  for (const [index, content] of lines.entries()) {
    const line = index + 1;
    for (const field of fieldsOf(content)) {
      if (field.text.trim() === '') continue;
      if (!field.closed) failures.push({ code: 'serial-entry.quote', params: { line, text: shown(field.text) } });
      else if (field.text.length > FIELD_LIMIT) {
        failures.push({
          code: 'serial-entry.too-long',
          params: { line, text: shown(field.text), length: field.text.length, limit: FIELD_LIMIT },
        });
      } else serials.push({ serial_raw: field.text, line });
    }
  }
  if (serials.length > ENTRY_LIMIT) {
    failures.push({ code: 'serial-entry.too-many', params: { count: String(serials.length), limit: ENTRY_LIMIT } });
  }
  return { serials, failures };
}

function fieldsOf(content: string): readonly { readonly text: string; readonly closed: boolean }[] {
  const fields: { text: string; closed: boolean }[] = [];
  for (let at = 0; at <= content.length; at += 1) {
    FIELD.lastIndex = at;
    const found = FIELD.exec(content);
    const [whole = '', quoted, plain = ''] = found ?? [];
    if (quoted !== undefined) fields.push({ text: quoted.replaceAll('""', '"'), closed: true });
    else fields.push({ text: plain, closed: !plain.trimStart().startsWith('"') });
    at += whole.length;
  }
  return fields;
}
