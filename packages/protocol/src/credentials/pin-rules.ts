/** What is wrong with a new PIN: the id of a rule, a sentence, and the blanks of its translation. */
export interface PinFault {
  readonly code: keyof typeof PIN_RULES;
  readonly message: string;
  readonly params: { readonly least?: number; readonly most?: number };
}

/** Whose PIN it is to be. */
export interface PinOwner {
  /** May do more than work at a station (`isTrusted` of core): approvals and the console's people are worth more guesses. */
  readonly is_trusted: boolean;
  /** What is typed beside the PIN. */
  readonly code: string;
}

const LEAST_DIGITS = 4;
/** People who may do more than work at a station have so many digits at least. */
export const TRUSTED_DIGITS = 6;
export const MOST_DIGITS = 12;

const backwards = (digits: string): string => Array.from(digits).toReversed().join('');

/** A keypad's columns, rows and diagonals, as fingers find them; both ways. */
const PATHS = ['2580', '147', '258', '369', '159', '357', '789', '456', '123'].flatMap((path) => [
  path,
  backwards(path),
]);

/** Those that people choose most often, of the leaked lists, beyond what the other rules find. */
const COMMON: ReadonlySet<string> = new Set(
  (
    '1004 1342 4200 6969 5683 0007 1007 8675 1337 0911 9110 5150 1236 1230 0420 0069 4545 0852 3692 1478 1397 1793 7410 ' +
    '102030 010203 112358 142536 520131 520131 696969 007007 159753 789456 147852 142857 314159 271828 123654 321654 ' +
    '12344321 11235813 10203040 01020304 31415926'
  ).split(' '),
);

const isRun = (pin: string): boolean =>
  [1, -1, 2, -2].some((step) =>
    Array.from(pin).every((digit, at) => at === 0 || (Number(pin[at - 1]) + step + 10) % 10 === Number(digit)),
  );

/** The PIN is one piece said again and again (1212, 123123), its digits doubled (1122, 112233), or the same from behind (1221). */
function isPattern(pin: string): boolean {
  for (let size = 1; size * 2 <= pin.length; size += 1)
    if (pin.length % size === 0 && pin === pin.slice(0, size).repeat(pin.length / size)) return true;
  const isDoubled = pin.length % 2 === 0 && Array.from(pin).every((digit, at) => at % 2 === 0 || digit === pin[at - 1]);
  return isDoubled || pin === backwards(pin);
}

/** Made of nothing but paths over the keypad: 2580, 147258. */
function isPath(pin: string): boolean {
  return pin === '' || PATHS.some((path) => pin.startsWith(path) && isPath(pin.slice(path.length)));
}

function isOfCode(pin: string, code: string): boolean {
  const digits = code.replaceAll(/\D/gu, '');
  return digits.length >= 3 && (pin.includes(digits) || digits.includes(pin));
}

const PIN_RULES = {
  'pin.digits': {
    says: 'A PIN is digits alone, 12 at most.',
    fails: (pin: string) => !new RegExp(`^\\d{0,${MOST_DIGITS}}$`, 'u').test(pin),
  },
  'pin.short': {
    says: 'The PIN is too short.',
    fails: (pin: string, { is_trusted }: PinOwner) => pin.length < (is_trusted ? TRUSTED_DIGITS : LEAST_DIGITS),
  },
  'pin.same-digit': {
    says: 'The PIN is one digit over and over.',
    fails: (pin: string) => pin.length > 1 && new Set(pin).size === 1,
  },
  'pin.run': { says: 'The digits of the PIN follow each other.', fails: (pin: string) => pin.length > 1 && isRun(pin) },
  'pin.pattern': {
    says: 'The PIN repeats itself, or reads the same from behind.',
    fails: (pin: string) => new Set(pin).size > 1 && isPattern(pin),
  },
  'pin.year': {
    says: 'The PIN is a year.',
    fails: (pin: string) => /^(?:19|20)\d\d$/u.test(pin),
  },
  'pin.path': {
    says: 'The PIN is a line over the keypad.',
    fails: (pin: string) => pin.length >= LEAST_DIGITS && !isRun(pin) && isPath(pin),
  },
  'pin.own-code': {
    says: 'The PIN has your code in it.',
    fails: (pin: string, { code }: PinOwner) => pin.length >= 3 && isOfCode(pin, code),
  },
  'pin.common': { says: 'Too many people choose this PIN.', fails: (pin: string) => COMMON.has(pin) },
} as const satisfies Readonly<Record<string, { says: string; fails: (pin: string, owner: PinOwner) => boolean }>>;

/**
 * Everything that is wrong with a new PIN at once; empty: it is good. A thief with a dock's disk tries the PINs that people choose first, so these
 * rules are worth more than two digits.
 */
export function judgePin(pin: string, owner: PinOwner): PinFault[] {
  const params = { least: owner.is_trusted ? TRUSTED_DIGITS : LEAST_DIGITS, most: MOST_DIGITS };
  const rules = Object.entries(PIN_RULES) as [PinFault['code'], (typeof PIN_RULES)[PinFault['code']]][];
  return rules
    .filter(([, { fails }]) => fails(pin, owner))
    .map(([code, { says }]) => ({ code, message: says, params }));
}
