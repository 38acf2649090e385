import type { WeightUnit } from '@serialbridge/core/scan';
import type { ScaleProtocolId } from '../../profiles/profile.ts';
import type { Load } from '../scale-load.ts';

/** How a scale of one protocol says things: the device's side of the module in `protocols` that has its source. */
export interface ScaleVoice {
  readonly unit: WeightUnit;
  /** Decimal places it shows. */
  readonly places: number;
  /** Its answer to a question, or what it sends by itself; `value` is the weight as shown. */
  readonly say: (load: Load, value: string) => string;
  /** The commands that it obeys, whole, terminator included. */
  readonly poll: string | null;
  readonly zero: string | null;
  /** What a zero is answered with; absent: nothing. */
  readonly zeroed?: (done: boolean, load: Load) => string;
  /** For a command that it does not know; absent: nothing. */
  readonly unknown?: string;
}

type SerialProtocol = Exclude<ScaleProtocolId, 'mt-sics' | 'hid-scale'>;

const abs = (value: string): string => value.replace('-', '');
const isNegative = (value: string): boolean => value.startsWith('-');
const sign = (value: string): string => (isNegative(value) ? '-' : '+');
/** Leading zeros go between the sign and the digits. */
const padZero = (value: string, width: number): string =>
  isNegative(value) ? `-${abs(value).padStart(width - 1, '0')}` : value.padStart(width, '0');

const toledo8217: ScaleVoice = {
  unit: 'lb',
  places: 2,
  poll: 'W',
  zero: 'Z',
  say: (load, value) => {
    const status = { stable: '', moving: 'A', over: 'B', under: 'D' };
    // it has no sign: below zero there is no weight
    const now = load === 'stable' && isNegative(value) ? 'under' : load;
    return now === 'stable' ? `\u0002${value.padStart(5, '0')}\r` : `\u0002?${status[now]}\r`;
  },
};

const NCI_STATUS: Readonly<Record<Load, string>> = { stable: '00', moving: '10', over: '02', under: '01' };

const nciScp01: ScaleVoice = {
  unit: 'lb',
  places: 2,
  poll: 'W\r',
  zero: 'Z\r',
  zeroed: (done) => (done ? '\n20\r\u0003' : '\n10\r\u0003'),
  unknown: '\n?\r\u0003',
  say: (load, value) => {
    const field = load === 'over' ? '^^^^^^' : padZero(value, 7);
    return `\n${field}lb\r\n${NCI_STATUS[load]}\r\u0003`;
  },
};

const nciEcr: ScaleVoice = {
  unit: 'lb',
  places: 3,
  poll: 'W\r',
  zero: 'Z\r',
  zeroed: (done) => (done ? '\nS20\r\u0003' : '\nS10\r\u0003'),
  unknown: '\n?\r\u0003',
  say: (load, value) => {
    // its weight has no sign: below zero there is a status only
    const now = load === 'stable' && isNegative(value) ? 'under' : load;
    return now === 'stable'
      ? `\n${value.padStart(6, '0')}LB\r\nS${NCI_STATUS[now]}\r\u0003`
      : `\nS${NCI_STATUS[now]}\r\u0003`;
  },
};

const sma: ScaleVoice = {
  unit: 'lb',
  places: 3,
  poll: '\nW\r',
  zero: '\nZ\r',
  zeroed: (_, load) => sma.say(load, '0.000'),
  unknown: '\n?\r',
  say: (load, value) => {
    const status = { stable: Number(value) === 0 ? 'Z' : ' ', moving: ' ', over: 'O', under: 'U' }[load];
    const field = load === 'over' || load === 'under' ? '----------' : value.padStart(10);
    return `\n${status}1G${load === 'moving' ? 'M' : ' '} ${field}lb \r`;
  },
};

const and: ScaleVoice = {
  unit: 'kg',
  places: 3,
  poll: 'Q\r\n',
  zero: 'Z\r\n',
  say: (load, value) => {
    if (load === 'over' || load === 'under') return `OL,${load === 'over' ? '+' : '-'}9999999E+19\r\n`;
    return `${load === 'moving' ? 'US' : 'ST'},${sign(value)}${abs(value).padStart(8, '0')} kg\r\n`;
  },
};

const ohaus: ScaleVoice = {
  unit: 'g',
  places: 2,
  poll: 'IP\r\n',
  zero: 'Z\r\n',
  unknown: 'ES\r\n',
  say: (load, value) => {
    if (load === 'over' || load === 'under') return `Err${load === 'over' ? '8.3' : '8.4'}\r\n`;
    return `${value.padStart(11)} g${load === 'moving' ? ' ?' : ''}\r\n`;
  },
};

const adam: ScaleVoice = {
  unit: 'kg',
  places: 2,
  poll: 'G\r\n',
  zero: 'Z\r\n',
  say: (load, value) => {
    if (load === 'over' || load === 'under') return `G     ${load === 'over' ? '+' : '-'}     OL kg\r\n`;
    return `G     ${sign(value)}${abs(value).padStart(7)} kg\r\n`;
  },
};

const diniArgeo: ScaleVoice = {
  unit: 'kg',
  places: 2,
  poll: 'READ\r\n',
  zero: 'ZERO\r\n',
  zeroed: (done) => (done ? 'OK\r\n' : 'ERR04\r\n'),
  unknown: 'ERR02\r\n',
  say: (load, value) => {
    const state = { stable: 'ST', moving: 'US', over: 'OL', under: 'UL' }[load];
    return `${state},GS,${value.padStart(8)},kg\r\n`;
  },
};

const radwag: ScaleVoice = {
  unit: 'g',
  places: 2,
  poll: 'SI\r\n',
  zero: 'Z\r\n',
  zeroed: (done, load) => (done ? 'Z A\r\nZ D\r\n' : `Z ${load === 'moving' ? 'E' : '^'}\r\n`),
  unknown: 'ES\r\n',
  say: (load, value) => {
    const mark = { stable: ' ', moving: '?', over: '^', under: 'v' }[load];
    const field = load === 'over' || load === 'under' ? '---------' : abs(value).padStart(9);
    return `SI ${mark} ${isNegative(value) ? '-' : ' '}${field} g  \r\n`;
  },
};

/** Kilograms with two places: status word A says `XXXX.XX`, increment 1. */
const toledoContinuous: ScaleVoice = {
  unit: 'kg',
  places: 2,
  poll: null,
  zero: 'Z',
  say: (load, value) => {
    const negative = isNegative(value) || load === 'under';
    const bits =
      (negative ? 0x02 : 0) | (load === 'moving' ? 0x08 : 0) | (load === 'over' || load === 'under' ? 0x04 : 0);
    const digits = abs(value)
      .replace('.', '')
      .replace(/^0+(?=\d)/u, '')
      .padStart(6);
    const body = `\u0002\u002c${String.fromCharCode(0x30 | bits)}\u0020${digits}     0\r`;
    const sum = Array.from(body).reduce((total, character) => total + character.charCodeAt(0), 0);
    return `${body}${String.fromCharCode((128 - (sum % 128)) % 128)}`;
  },
};

export const SCALE_VOICES: Readonly<Record<SerialProtocol, ScaleVoice>> = {
  'toledo-8217': toledo8217,
  'nci-scp-01': nciScp01,
  'nci-ecr': nciEcr,
  sma,
  and,
  ohaus,
  'toledo-continuous': toledoContinuous,
  adam,
  'dini-argeo': diniArgeo,
  radwag,
};
