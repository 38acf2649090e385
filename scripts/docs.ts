import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { EVENTS, type EventDeclaration } from '@serialbridge/core/events';
import { describePolicy, POLICY_KEYS, type PolicyDescription } from '@serialbridge/core/policy';
import { BUILT_IN_ROLE_CODES, BUILT_IN_ROLES, RIGHT_NAMES, RIGHTS, type BuiltInRole } from '@serialbridge/core/rights';
import { SERIAL_RULES } from '@serialbridge/core/serial';
import { CENTRAL_API, CSV_CALLS, OUTBOX_CALL, type ApiCall } from '@serialbridge/protocol/central';
import { STATION_METHODS, STATION_TOPICS, type CallerRule } from '@serialbridge/protocol/station';
import { format, resolveConfig } from 'prettier';
import { EVENT_RIGHTS_HEADS, eventRightsRows } from './event-rights.ts';

/**
 * Writes the parts of documents that are made from declarations: `npm run docs`. Such a part stands between `<!-- generated: NAME -->` and
 * `<!-- end -->`; test/architecture/generated.test.ts compares it, so that no table can fall behind the code.
 */

export const GENERATED_DOCUMENTS = ['resources/docs/OPTIONS.md', 'resources/docs/SECURITY.md', 'packages/core/SPEC.md'];

const ROOT = new URL('../', import.meta.url);
const labels = JSON.parse(readFileSync(new URL('resources/locales/en/policy.json', ROOT), 'utf8')) as Record<
  string,
  string
>;

const cell = (text: string): string => text.replaceAll('|', '\\|');

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [heads, heads.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

function defaultOf({ key, type, default: value, unit }: PolicyDescription): string {
  if (type === 'switch') return value === true ? 'on' : 'off';
  if (type === 'choice') return labels[`${key}=${String(value)}`] ?? String(value);
  if (value === '') return 'empty';
  return unit === null ? String(value) : `${String(value)} ${unit}`;
}

/** A table for each group whose name begins with one of these words. */
function optionTables(...areas: readonly string[]): string {
  const described = describePolicy().filter(({ group }) => areas.includes(group.split('.')[0] ?? ''));
  return [...new Set(described.map(({ group }) => group))]
    .map((group) => {
      const rows = described
        .filter((option) => option.group === group)
        .map((option) => [
          labels[option.label_key] ?? option.key,
          `\`${option.key}\``,
          option.meaning,
          defaultOf(option),
          option.levels.join(', '),
          option.who,
          POLICY_KEYS[option.key].source,
          option.built ? 'yes' : 'not yet',
        ]);
      const heads = ['Option', 'Key', 'Meaning', 'Default', 'Set at', 'Right to change', 'Source', 'Built'];
      return `### ${labels[`group.${group}`] ?? group}\n\n${table(heads, rows)}`;
    })
    .join('\n\n');
}

function serialRules(): string {
  const rows = SERIAL_RULES.map(({ id, when, applies, switched }) => [
    `\`${id}\``,
    when,
    applies ?? 'every use',
    switched ?? '–',
  ]);
  return table(['Id', 'Refuses when', 'Applies to', 'Switched by'], rows);
}

function rights(): string {
  const rows = RIGHT_NAMES.map((right) => [
    `\`${right}\``,
    RIGHTS[right].meaning,
    ...BUILT_IN_ROLE_CODES.map((role) => (BUILT_IN_ROLES[role].has(right) ? 'yes' : '–')),
  ]);
  return table(['Right', 'What it lets somebody do', ...BUILT_IN_ROLE_CODES], rows);
}

/** Whether a built-in role passes. */
function passes(role: BuiltInRole, { who, also }: ApiCall): boolean {
  if (who === 'anybody' || who === 'signed-in') return true;
  return BUILT_IN_ROLES[role].has(who) && (also === undefined || BUILT_IN_ROLES[role].has(also));
}

function callsOfCentral(): string {
  const calls: Readonly<Record<string, ApiCall>> = { ...CENTRAL_API, ...CSV_CALLS, 'outboxes.import': OUTBOX_CALL };
  const rows = Object.entries(calls).map(([name, call]) => {
    const { method, path, who, also } = call;
    const needs =
      who === 'anybody'
        ? 'nothing'
        : who === 'signed-in'
          ? 'to be signed in'
          : also === undefined
            ? `\`${who}\``
            : `\`${who}\`, \`${also}\``;
    const roles = BUILT_IN_ROLE_CODES.filter((role) => passes(role, call));
    return [`\`${name}\``, `${method} ${path}`, needs, roles.join(', ')];
  });
  return table(['Call', 'Address', 'Needs', 'Built-in roles that pass'], rows);
}

const callerRow = (name: string, { who, before_pairing, when_shut_out }: CallerRule): string[] => [
  `\`${name}\``,
  who === 'anybody' ? 'anybody' : who === 'signed-in' ? 'whoever is signed in' : `\`${who}\``,
  before_pairing === true ? 'yes' : 'no',
  who === 'anybody' ? 'anybody' : when_shut_out === true ? 'anybody' : 'the same',
];

/** Who may call each method of a station's contract, and see each topic. */
function stationCallers(): string {
  const methods = Object.entries(STATION_METHODS).map(([name, rule]) => callerRow(name, rule));
  const topics = Object.entries(STATION_TOPICS).map(([name, rule]) => callerRow(`topic ${name}`, rule));
  return table(
    ['Method', 'Who may call it', 'Before pairing', 'When central shuts the station out'],
    [...methods, ...topics],
  );
}

const fields = (said: Readonly<Record<string, string>>): string =>
  Object.entries(said)
    .map(([field, what]) => `${field}: ${what}`)
    .join('; ') || '–';

/** What each type of event declares about who may record it. */
function eventDeclarations(): string {
  const rows = Object.entries(EVENTS as Readonly<Record<string, EventDeclaration>>).map(
    ([type, { sources, right, physical, approvals, names }]) => [
      `\`${type}\``,
      sources.join(', '),
      right === null ? '–' : `\`${right}\``,
      physical ? 'yes' : 'no',
      fields(Object.fromEntries(Object.entries(approvals).map(([field, { right: needed }]) => [field, needed]))),
      fields(names),
    ],
  );
  return table(['Event', 'From', 'Right', 'Happened to goods', 'Approved in', 'May name'], rows);
}

const PARTS: Readonly<Record<string, () => string>> = {
  'options receiving': () => optionTables('receiving', 'returns'),
  'options packing': () => optionTables('packing'),
  'options shipping': () => optionTables('shipping'),
  'options serial': () => optionTables('serial'),
  'options station': () => optionTables('station'),
  'serial rules': serialRules,
  rights,
  'calls of central': callsOfCentral,
  'station callers': stationCallers,
  'rights of events': () => table(EVENT_RIGHTS_HEADS, eventRightsRows()),
  'declarations of events': eventDeclarations,
};

/** The document with its generated parts as the declarations say them now. @throws Error for a part that nobody makes */
export async function generated(document: string): Promise<string> {
  const path = new URL(document, ROOT);
  const text = readFileSync(path, 'utf8').replaceAll(
    /<!-- generated: (.+?) -->\n[\s\S]*?<!-- end -->/gu,
    (_, name: string) => {
      const part = PARTS[name];
      if (part === undefined) throw new Error(`${document}: nobody makes the part "${name}"`);
      return `<!-- generated: ${name} -->\n\n${part()}\n\n<!-- end -->`;
    },
  );
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' });
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const document of GENERATED_DOCUMENTS) writeFileSync(new URL(document, ROOT), await generated(document));
