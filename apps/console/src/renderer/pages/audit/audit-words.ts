import type { AuditListRow } from '@serialbridge/protocol/central';
import type { Format, Translate } from '@serialbridge/ui/i18n';

type Value = AuditListRow['changes'][number]['from'];

/** Values that have words of their own, by field. */
const WORDS: Readonly<Record<string, string>> = {
  status: 'console.status',
  state: 'console.status',
  role: 'role',
  serial_policy: 'console.serial-policy',
  serial_scope: 'console.serial-scope',
  serial_check_digit: 'console.check-digit',
  kind: 'console.code-kind',
  scope: 'audit.scope',
};

/** Where nothing means something: an option that is taken back, a person of every warehouse. */
const NOTHING: Readonly<Record<string, string>> = { value: 'audit.default', warehouse_ids: 'audit.every-warehouse' };

/** The sentence of an id, or the fallback where nobody has put it into words. */
function wordsOf(t: Translate, id: string, fallback: string): string {
  const said = t(id);
  return said === id ? fallback : said;
}

/** A value as people read it: sums, times and yes or no; what has no words of its own as it stands. */
export function valueWords(t: Translate, format: Format, field: string, value: Value): string {
  if (value === null || value === '') return t(NOTHING[field] ?? 'audit.no-value');
  if (typeof value === 'boolean') return t(value ? 'console.yes' : 'console.no');
  if (typeof value === 'number') {
    if (field.endsWith('_cents')) return (value / 100).toFixed(2);
    if (field.endsWith('_at') || field === 'ship_by') return format.dateTime(value);
    return String(value);
  }
  if (Array.isArray(value)) return value.map((one) => valueWords(t, format, field, one)).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  const prefix = WORDS[field];
  if (field === 'rights') return wordsOf(t, `right.${value}`, value);
  return prefix === undefined ? value : wordsOf(t, `${prefix}.${value}`, value);
}

export const fieldWords = (t: Translate, field: string): string => wordsOf(t, `audit.field.${field}`, field);

/** Who it was: a person, a person at a station, a program or a computer, or central itself. */
export function whoWords(t: Translate, { person, by }: Pick<AuditListRow, 'person' | 'by'>): string {
  if (person === null) return by ?? t('audit.central');
  const name = person.name ?? t('audit.somebody');
  return by === null ? name : t('audit.at-station', { person: name, station: by });
}

const textOf = (value: Value | undefined): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/** What the blanks of the sentences are filled with, whichever of them a kind's sentence has. */
function blanks(t: Translate, format: Format, row: AuditListRow): Record<string, string | number> {
  const { details, changes, entity, kind } = row;
  const [first] = changes;
  const level = textOf(details['level_name']);
  return {
    ...Object.fromEntries(Object.entries(details).map(([name, value]) => [name, textOf(value)])),
    who: whoWords(t, row),
    what: entity === null ? '' : t(`audit.entity.${entity}`),
    label: row.label ?? textOf(details['subject']),
    address: row.address ?? '',
    option: kind === 'option-changed' ? t(textOf(details['key'])) : '',
    level: level === '' ? t('audit.to-all') : t('audit.to-level', { name: level }),
    rule: t(textOf(details['rule'])),
    import: t(`audit.import.${textOf(details['import_kind'])}`),
    list: t(`audit.list.${textOf(details['list'])}`),
    means: t(`audit.means.${textOf(details['means'])}`),
    decision: t(`audit.decision.${textOf(details['decision'])}`),
    field: fieldWords(t, first?.field ?? ''),
    fields: changes.map(({ field }) => fieldWords(t, field)).join(', '),
    from: valueWords(t, format, first?.field ?? '', first?.from ?? null),
    to: valueWords(t, format, first?.field ?? '', first?.to ?? null),
  };
}

/** "Maria changed the price of AC-2201 from 12.90 to 14.90". */
export function auditSentence(t: Translate, format: Format, row: AuditListRow): string {
  const one = row.kind === 'record-changed' && row.changes.length === 1 ? '-one' : '';
  return t(`audit.${row.kind}${one}`, blanks(t, format, row));
}
