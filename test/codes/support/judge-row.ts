import type { CodeRow, Step } from './code-row.ts';
import type { App, Said } from './code-station.ts';
import { LINES, type Sku } from './catalogue.ts';

/** Words of whoever wrote the software or the standard, which stand on no label. */
const JARGON = /\bAI\b|application identifier|regex|\{\{|\$t\(|\b(?:code|serial|scan|packing|receiving|gs1)\.[a-z]/iu;
const WIDEST = 48;

function refusalFaults(says: RegExp, { feedback, sentences, recorded }: Said): string[] {
  const words = sentences.join(' ');
  return [
    ...(feedback.level === 'refused' ? [] : [`not refused but ${feedback.level}`]),
    ...(recorded ? ['something was recorded'] : []),
    ...(says.test(words) ? [] : [`no word of ${says.source}`]),
  ];
}

function takenFaults({ expected }: CodeRow, app: App, { feedback, ...said }: Said): string[] {
  const refused = feedback.level === 'refused' ? ['refused'] : [];
  const has = (sku: string | null, serial: string): boolean =>
    said.serials.some((one) => one.serial_raw === serial && (sku === null || one.sku === sku));
  if ('serial' in expected)
    return has(null, expected.serial) ? refused : [...refused, `not taken as ${expected.serial}`];
  if ('unit' in expected) {
    const [sku, serial] = expected.unit;
    return has(sku, serial) ? refused : [...refused, `not taken as ${sku} ${serial}`];
  }
  if ('product' in expected) {
    return said.line_id === LINES[app][expected.product as Sku]
      ? refused
      : [...refused, `not the line of ${expected.product}`];
  }
  return refused;
}

/** What is wrong with what the station said and did. */
export function faultsOf(row: CodeRow, app: App, said: Said): readonly string[] {
  const { expected } = row;
  const words = said.sentences.join(' ');
  const faults = JARGON.test(words) ? ['jargon'] : [];
  if ('refused' in expected) return [...faults, ...refusalFaults(expected.refused, said)];
  if ('named' in expected) {
    const loud = said.feedback.level === 'warning' || said.feedback.level === 'refused';
    // What was scanned may hold the other spelling in it, and is repeated by many a sentence.
    const others = words.replaceAll(said.feedback.text ?? '', '');
    return [...faults, ...(loud && others.includes(expected.named) ? [] : [`${expected.named} is not named`])];
  }
  if ('bin' in expected) {
    // A packing table has no use for a bin, and says that it is one.
    if (app === 'shipbridge') return [...faults, ...refusalFaults(/bin/iu, said)];
    return [...faults, ...(said.bin_code === expected.bin ? [] : ['the bin is not set'])];
  }
  if ('tracking' in expected) {
    const { tracking, carrier = /./u } = expected;
    return [
      ...faults,
      ...(said.tracking_number === tracking ? [] : [`the number is ${said.tracking_number ?? 'not taken'}`]),
      ...(carrier.test(words) ? [] : [`the carrier is not named`]),
    ];
  }
  return [...faults, ...takenFaults(row, app, said)];
}

function shownText(text: string): string {
  const visible = text.replaceAll(/\p{Cc}/gu, '␣');
  return visible.length > WIDEST ? `${visible.slice(0, WIDEST - 1)}…` : visible;
}

function expectedText({ expected }: CodeRow): string {
  const [[kind, value] = ['', '']] = Object.entries(expected);
  return `${kind} ${String(value)}`;
}

export function tableLine(row: CodeRow, app: App, step: Step, said: Said, faults: readonly string[]): string {
  const station = app === 'receivebridge' ? 'dock' : 'table';
  const what = `${said.feedback.level}: ${said.sentences.join(' / ')}`;
  return [
    faults.length === 0 ? 'ok' : 'WRONG',
    row.name,
    shownText(row.sent),
    `${row.via}, ${station}, ${step}`,
    expectedText(row),
    what,
  ].join(' | ');
}
