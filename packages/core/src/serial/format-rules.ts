import { SERIAL_LENGTH_LIMIT } from '../policy/serial-keys.ts';
import { passesCheckDigit } from './check-digits.ts';
import { serialNeed } from './serial-need.ts';
import type { SerialSubject } from './subject.ts';
import type { RuleParams, SerialContext } from './verdict.ts';

/** Rules about the text itself. Each gives null, or the blanks of its message. */

/** Control and format characters, line and paragraph separators. */
const CONTROL = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;
/** What an event can carry of a serial as read (SerialRaw), blanks at its ends included. */
const RAW_LIMIT = 512;
/** How much of a serial a message repeats. */
const SHOWN = 60;

export function required(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (subject.raw !== '' || serialNeed(context.product, context.use, context.policy) !== 'required') return null;
  return { sku: context.product.sku };
}

export function blank(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (subject.norm !== '' || required(subject, context) !== null) return null;
  return { characters: subject.raw.length };
}

export function controlCharacter(subject: SerialSubject): RuleParams | null {
  const found = CONTROL.exec(subject.norm);
  if (found === null) return null;
  const point = found[0].codePointAt(0) ?? 0;
  return {
    serial: shown(subject.norm),
    /** Counted from 1. */
    position: found.index + 1,
    character: `U+${point.toString(16).toUpperCase().padStart(4, '0')}`,
    before: shown(subject.norm.slice(0, found.index)),
    after: shown(subject.norm.slice(found.index + found[0].length)),
  };
}

/** The product's own limits beat the policy's. A serial that a unit of this product already has was judged when it came in. */
export function length(subject: SerialSubject, context: SerialContext): RuleParams | null {
  const characters = Array.from(subject.norm).length;
  if (characters === 0) return null;
  const known = subject.own !== null;
  const min = known ? 1 : (context.product.serial_min ?? context.policy.get('serial.length_min'));
  const set = known ? SERIAL_LENGTH_LIMIT : (context.product.serial_max ?? context.policy.get('serial.length_max'));
  const max = Math.min(set, SERIAL_LENGTH_LIMIT);
  if (characters >= min && characters <= max) {
    if (subject.raw.length <= RAW_LIMIT) return null;
    return { context: 'long', serial: shown(subject.norm), length: subject.raw.length, min, max: RAW_LIMIT };
  }
  return { context: characters < min ? 'short' : 'long', serial: shown(subject.norm), length: characters, min, max };
}

export function pattern(subject: SerialSubject, { product }: SerialContext): RuleParams | null {
  if (subject.norm === '' || subject.own !== null) return null;
  const serial = shown(subject.norm);
  const { serial_pattern: source, serial_check_digit: scheme } = product;
  if (subject.pattern?.ok === false)
    return { context: 'unusable', serial, pattern: source, reason: subject.pattern.reason, sku: product.sku };
  // Beyond the limit `serial.length` has refused it; no time is spent on it.
  if (subject.norm.length > SERIAL_LENGTH_LIMIT) return null;
  if (subject.pattern?.matches(subject.norm) === false) return { serial, pattern: source, sku: product.sku };
  if (!passesCheckDigit(subject.norm, scheme)) return { context: 'check-digit', serial, scheme, sku: product.sku };
  return null;
}

/** A serial for a message: 10,000 characters would fill the screen. */
export function shown(serial: string): string {
  return serial.length > SHOWN ? `${serial.slice(0, SHOWN)}…` : serial;
}
