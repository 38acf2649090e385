import type { SerialRule } from './rule.ts';
import { couldBeProductNumber } from './product-number.ts';
import { shown } from './verdict.ts';

/** Serials of one carton are neighbours by number, and one digit apart without any mistake. */
const NEIGHBOURS = 100;

/**
 * One character typed wrong, left out, added or swapped with the next: the usual slip. Not so for numbers less than 100 apart behind
 * the same beginning: a carton is numbered like that, and a warning at each of its units would soon be passed unread.
 */
function isNearDuplicate(left: string, right: string): boolean {
  if (left === right || left === '' || right === '' || Math.abs(left.length - right.length) > 1) return false;
  return isOneSlip(left, right) && !areNeighbours(left, right);
}

function isOneSlip(left: string, right: string): boolean {
  let start = 0;
  while (start < left.length && start < right.length && left[start] === right[start]) start += 1;
  const leftRest = left.slice(start);
  const rightRest = right.slice(start);
  if (leftRest.length > rightRest.length) return leftRest.slice(1) === rightRest;
  if (leftRest.length < rightRest.length) return leftRest === rightRest.slice(1);
  if (leftRest.slice(1) === rightRest.slice(1)) return true;
  return leftRest[0] === rightRest[1] && leftRest[1] === rightRest[0] && leftRest.slice(2) === rightRest.slice(2);
}

function areNeighbours(left: string, right: string): boolean {
  const [leftHead, leftNumber] = splitNumber(left);
  const [rightHead, rightNumber] = splitNumber(right);
  const apart = Math.abs(leftNumber - rightNumber);
  // The same number with a zero more or less is a slip.
  return leftHead === rightHead && apart > 0 && apart < NEIGHBOURS;
}

/** The text before the last nine digits at most of the number at the end, and that number; NaN without one. */
function splitNumber(serial: string): readonly [string, number] {
  const digits = /\d{1,9}$/u.exec(serial)?.[0] ?? '';
  return [serial.slice(0, serial.length - digits.length), digits === '' ? Number.NaN : Number(digits)];
}

const MINUTE = 60_000;
/** How many of the last serials a new one is compared with. */
const RECENT = 20;

/** What a person may pass. */
export const WARNINGS: readonly SerialRule[] = [
  {
    id: 'serial.cache-old',
    warns: (_, { policy, cache_age_ms }) => {
      const limit = policy.get('serial.cache_age_warning_minutes');
      if (cache_age_ms === null || cache_age_ms <= limit * MINUTE) return null;
      return { minutes: Math.floor(cache_age_ms / MINUTE), limit };
    },
    when: 'warning: the data is older than the limit',
    switched: '`serial.cache_age_warning_minutes`',
  },
  {
    /** Never in silence: who looks at the box must see that its label says something else. */
    id: 'serial.other-spelling',
    warns: ({ norm, read }) => (read === null ? null : { serial: shown(norm), read: shown(read) }),
    when: 'warning: taken as the unit or announced serial that is known by another spelling of it: a network address with other signs between its digits, or without the `S` in front',
  },
  {
    id: 'serial.near-duplicate',
    warns: ({ norm }, { policy, recent_serials }) => {
      if (!policy.get('serial.warn_near_duplicate')) return null;
      const other = recent_serials.slice(-RECENT).findLast((recent) => isNearDuplicate(norm, recent));
      return other === undefined ? null : { serial: shown(norm), other: shown(other) };
    },
    when: 'warning: one slip off one of the last 20 serials, and not its neighbour by number (less than 100 apart)',
    switched: '`serial.warn_near_duplicate`',
  },
  {
    id: 'serial.like-product-code',
    warns: ({ norm, own, pattern, plain_numbers }, { recent_serials, expected_serials }) => {
      if (own !== null || pattern !== null || !couldBeProductNumber(norm)) return null;
      if (plain_numbers.has(norm.length) || expected_serials?.has(norm) === true) return null;
      const alike = recent_serials.some((recent) => recent.length === norm.length && /^\d+$/u.test(recent));
      return alike ? null : { serial: shown(norm) };
    },
    when: 'warning: 8, 12, 13 or 14 digits with the check digit of a barcode of a product, and no number as long was scanned before or stands in the list without one',
    applies: 'every use, for products without a pattern, unless the scanner names another symbol',
  },
  {
    id: 'serial.product-code-expired',
    warns: (_, { expired_product_code, product }) =>
      expired_product_code === null ? null : { code: expired_product_code, sku: product.sku },
    when: 'warning: the product code scanned with it is no longer valid',
  },
];
