/** What a printer says of itself that a person should know, in the order of urgency. */
const PRINTER_CONDITIONS = [
  'head-open',
  'paper-out',
  'ribbon-out',
  'over-temperature',
  'under-temperature',
  'diagnostic-mode',
  'buffer-full',
  'paused',
  'ram-corrupt',
  'label-waiting',
] as const;
export type PrinterCondition = (typeof PRINTER_CONDITIONS)[number];

/** The answer to `~HS`, its three lines in one. */
export interface HostStatus {
  readonly conditions: readonly PrinterCondition[];
  readonly label_length_dots: number;
  /** Formats received and not yet printed. */
  readonly formats_in_buffer: number;
  /** Received only in part: `^XA` without its `^XZ`. */
  readonly partial_format: boolean;
  readonly labels_remaining: number;
  readonly thermal_transfer: boolean;
  readonly print_mode: string;
  readonly graphics_stored: number;
}

const flag = (name: string): string => `(?<${name}>[01])`;
/** aaa,b,c,dddd,eee,f,g,h,iii,j,k,l */
const FIRST = new RegExp(
  `^\\d{3},${flag('paper')},${flag('pause')},(?<length>\\d{4,5}),(?<formats>\\d{3}),${flag('full')},${flag('diagnostic')},${flag('partial')},\\d{3},${flag('ram')},${flag('cold')},${flag('hot')}$`,
  'u',
);
/** mmm,n,o,p,q,r,s,t,uuuuuuuu,v,www */
const SECOND = new RegExp(
  `^\\d{3},\\d,${flag('head')},${flag('ribbon')},${flag('transfer')},(?<mode>[0-9A-Z]),\\d,${flag('waiting')},(?<remaining>\\d{8}),\\d,(?<graphics>\\d{3})$`,
  'u',
);
/** xxxx,y: a password and whether static RAM is built in; neither matters here. */
const THIRD = /^\d{4},[01]$/u;

/**
 * The three lines of an answer, or null when they are none. Source: Zebra, ZPL II Programming Guide, ~HS: b paper out,
 * c pause, dddd label length, eee formats in the receive buffer, f buffer full, g diagnostic mode, h partial format,
 * j RAM corrupt, k under temperature, l over temperature; o head up, p ribbon out, q thermal transfer, r print mode,
 * t label waiting, uuuuuuuu labels remaining in the batch, www graphics stored.
 */
export function parseHostStatus(lines: readonly string[]): HostStatus | null {
  const [one = '', two = '', three = ''] = lines;
  const first = FIRST.exec(one)?.groups;
  const second = SECOND.exec(two)?.groups;
  if (lines.length !== 3 || first === undefined || second === undefined || !THIRD.test(three)) return null;
  const flags: Readonly<Record<PrinterCondition, string | undefined>> = {
    'head-open': second['head'],
    'paper-out': first['paper'],
    'ribbon-out': second['ribbon'],
    'over-temperature': first['hot'],
    'under-temperature': first['cold'],
    'diagnostic-mode': first['diagnostic'],
    'buffer-full': first['full'],
    paused: first['pause'],
    'ram-corrupt': first['ram'],
    'label-waiting': second['waiting'],
  };
  return {
    conditions: PRINTER_CONDITIONS.filter((condition) => flags[condition] === '1'),
    label_length_dots: Number(first['length']),
    formats_in_buffer: Number(first['formats']),
    partial_format: first['partial'] === '1',
    labels_remaining: Number(second['remaining']),
    thermal_transfer: second['transfer'] === '1',
    print_mode: second['mode'] ?? '',
    graphics_stored: Number(second['graphics']),
  };
}
