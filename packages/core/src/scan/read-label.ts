/** What a label says that names its fields. Nothing is taken off a text that does not name them. */
export interface LabelFields {
  /** `envelope`: ISO 15434, which a supplier prints. `words`: `S/N: …`, for people. */
  readonly form: 'envelope' | 'words';
  /** Part numbers, the maker's and the customer's. */
  readonly parts: readonly string[];
  readonly serials: readonly string[];
  readonly lot: string | null;
}

/** What a link carries is for its page. */
const LINK = /^(?:\w{2,20}:\/\/|www\.)/iu;

/** No label that is read is longer. */
const MOST = 2000;
/** Some printers put a sign of their own in front. */
// oxlint-disable-next-line no-control-regex
const ENVELOPE = /^>?\[\)>\u001E?06\u001D/u;
// oxlint-disable-next-line no-control-regex
const BETWEEN = /[\u001D\u001E\u0004]/u;
/** A data identifier of ANSI MH10.8.2 and what it says. */
const FIELD = /^(?<id>\d{0,3}[A-Z])(?<value>.+)$/u;

function readEnvelope(text: string): LabelFields {
  const fields = text
    .replace(ENVELOPE, '')
    .split(BETWEEN)
    .map((field) => FIELD.exec(field.trim())?.groups);
  const of = (...ids: readonly string[]): readonly string[] => [
    ...new Set(fields.flatMap((field) => (ids.includes(field?.['id'] ?? '') ? [(field?.['value'] ?? '').trim()] : []))),
  ];
  return { form: 'envelope', parts: of('1P', 'P'), serials: of('S'), lot: of('1T')[0] ?? null };
}

/** `SN 0001` is a serial as it stands: without a colon only S/N and whole words are a name. */
const WORDS =
  /(?<![\p{L}\p{N}])(?:S\/N|SERIAL[ ._-]?(?:NO|NR|NUMBER)\.?|SERIAL|SN)(?:\s?[:=#]\s?|(?<=S\/N|NO\.?|NUMBER) )(?<value>[A-Z0-9][\w./-]{2,63})/giu;

function readWords(text: string): LabelFields | null {
  const values = Array.from(text.matchAll(WORDS), ({ groups }) => groups?.['value'] ?? '');
  const serials = [...new Set(values)].filter((value) => /\d/u.test(value));
  return serials.length === 0 ? null : { form: 'words', parts: [], serials, lot: null };
}

/** The fields of a supplier's label or of a text for people; null: the text names no serial, and is itself what it is. */
export function readLabel(text: string): LabelFields | null {
  if (text.length > MOST || LINK.test(text)) return null;
  return ENVELOPE.test(text) ? readEnvelope(text) : readWords(text);
}
