import type { Translate } from '@serialbridge/ui/i18n';

const CODES: ReadonlySet<string> = new Set(['serial_raw', 'tracking_number', 'lot']);
const RULES: ReadonlySet<string> = new Set(['override_rules', 'warnings']);
const STATES: ReadonlySet<string> = new Set(['to']);

/** What an event says beside its documents, in words. A name without words shows as itself, so that nothing is hidden. */
export function detailWords(
  t: Translate,
  { name, value }: { name: string; value: string },
): { label: string; text: string; code: boolean } {
  const id = `console.detail.${name}`;
  const label = t(id);
  const words = (prefix: string): string => {
    const said = t(`${prefix}.${value}`);
    return said === `${prefix}.${value}` ? value : said;
  };
  let text = value;
  if (RULES.has(name))
    text = value
      .split(', ')
      .map((rule) => t(`${rule}_name`).replace(/_name$/u, ''))
      .join(', ');
  else if (STATES.has(name)) text = words('unit-state');
  else if (name === 'condition') text = words('console.condition');
  return { label: label === id ? name : label, text, code: CODES.has(name) };
}
