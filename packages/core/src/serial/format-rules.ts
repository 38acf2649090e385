import { gtinForms, shortGtinForms } from '../gs1/gtin.ts';
import { SERIAL_LENGTH_LIMIT } from '../policy/serial-keys.ts';
import { passesCheckDigit } from './check-digits.ts';
import type { SerialRule } from './rule.ts';
import { normaliseCode } from './serial-key.ts';
import { serialNeed } from './serial-need.ts';
import type { SerialSubject } from './subject.ts';
import { shown, type RuleParams, type SerialContext } from './verdict.ts';

/** Control and format characters, line and paragraph separators. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** What an event can carry of a serial as read (SerialRaw), blanks at its ends included. */
const RAW_LIMIT = 512;

function required(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (subject.raw !== '' || serialNeed(context.product, context.use, context.policy) !== 'required') return null;
  return { sku: context.product.sku };
}

/** Six or seven digits of a UPC-E count here, because it is the code of a product on the document. */
function productOfCode(norm: string, codes: ReadonlyMap<string, string>): string | undefined {
  if (codes.size === 0 || norm === '') return undefined;
  const exact = codes.get(normaliseCode(norm));
  if (exact !== undefined || !/^\d{6,14}$/u.test(norm)) return exact;
  for (const form of norm.length < 8 ? shortGtinForms(norm) : gtinForms(norm)) {
    const sku = codes.get(form);
    if (sku !== undefined) return sku;
  }
  return undefined;
}

const UNTIL_KNOWN = 'every use, while no unit of the product has the serial';

/** About the text itself: whether it can be a serial at all. */
export const TEXT_RULES: readonly SerialRule[] = [
  {
    id: 'serial.required',
    refuses: required,
    when: 'a unit needs a serial and none was given',
    applies: 'every use, for products with serials (`serialNeed`)',
    switched:
      '`receiving.require_serial_input`, `receiving.skip_serial_prompt` (vendor), `returns.require_serial_validation`, `packing.require_serial_validation`',
  },
  {
    id: 'serial.blank',
    refuses: (subject, context) =>
      subject.norm !== '' || required(subject, context) !== null ? null : { characters: subject.raw.length },
    when: 'nothing is left after normalising',
  },
  {
    id: 'serial.control-character',
    refuses: ({ norm }) => {
      const found = CONTROL.exec(norm);
      if (found === null) return null;
      const point = found[0].codePointAt(0) ?? 0;
      return {
        serial: shown(norm),
        /** Counted from 1. */
        position: found.index + 1,
        character: `U+${point.toString(16).toUpperCase().padStart(4, '0')}`,
        before: shown(norm.slice(0, found.index)),
        after: shown(norm.slice(found.index + found[0].length)),
      };
    },
    when: 'a control or format character stands inside: two codes read as one; says at which place',
  },
  {
    // Before length and pattern, which a product code mostly fails too: the first failure is what the screen says largest.
    id: 'serial.is-product-code',
    refuses: ({ norm }, { use, policy, document_codes }) => {
      if (use !== 'pack' && !policy.get('receiving.require_unique_serial')) return null;
      const sku = productOfCode(norm, document_codes);
      return sku === undefined ? null : { serial: shown(norm), sku };
    },
    when: 'it equals a code of a product on this document; a GTIN counts at each of its lengths, a UPC-E as its UPC-A',
    switched: '`receiving.require_unique_serial`, but not on a packing station',
  },
];

/** What serials of the product look like. A text that says what it is (`code.*`) is named before: that says more than its length. */
export const FORMAT_RULES: readonly SerialRule[] = [
  {
    /** The product's own limits beat the policy's. A serial that a unit of this product already has was judged when it came in. */
    id: 'serial.length',
    refuses: ({ raw, norm, own }, { product, policy }) => {
      const characters = Array.from(norm).length;
      if (characters === 0) return null;
      const min = own !== null ? 1 : (product.serial_min ?? policy.get('serial.length_min'));
      const set = own !== null ? SERIAL_LENGTH_LIMIT : (product.serial_max ?? policy.get('serial.length_max'));
      const max = Math.min(set, SERIAL_LENGTH_LIMIT);
      if (characters >= min && characters <= max) {
        if (raw.length <= RAW_LIMIT) return null;
        return { context: 'long', serial: shown(norm), length: raw.length, min, max: RAW_LIMIT };
      }
      return { context: characters < min ? 'short' : 'long', serial: shown(norm), length: characters, min, max };
    },
    when: 'shorter or longer than the product, else the policy, says; never over 200 characters, nor over 512 as read',
    applies: UNTIL_KNOWN,
    switched: '`serial.length_min`, `serial.length_max`',
  },
  {
    id: 'serial.pattern',
    refuses: ({ norm, own, pattern }, { product }) => {
      if (norm === '' || own !== null) return null;
      const serial = shown(norm);
      const { serial_pattern: source, serial_check_digit: scheme, sku } = product;
      if (pattern?.ok === false) return { context: 'unusable', serial, pattern: source, reason: pattern.reason, sku };
      // Beyond the limit `serial.length` has refused it; no time is spent on it.
      if (norm.length > SERIAL_LENGTH_LIMIT) return null;
      if (pattern?.matches(norm) === false) return { serial, pattern: source, sku };
      return passesCheckDigit(norm, scheme) ? null : { context: 'check-digit', serial, scheme, sku };
    },
    when: "does not match the product's pattern or check digit, or the pattern cannot be used (names it)",
    applies: UNTIL_KNOWN,
  },
];
