import { isoDate } from './dates.ts';
import type { ContentFault } from './gs1-message.ts';

/** Walks through a coupon's digits. The first fault ends the walk: behind a wrong length everything else is guesswork. */
class CouponReader {
  #at = 0;
  #fault: ContentFault | null = null;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
    const at = text.search(/\D/u);
    if (at >= 0) this.#refuse('A coupon has digits only.', at);
  }

  get fault(): ContentFault | null {
    return this.#fault;
  }

  #refuse(message: string, at: number): void {
    this.#fault ??= { rule: 'gs1.content', message, at };
  }

  /** That many digits; empty after a fault. */
  take(count: number, name: string): string {
    if (this.#fault !== null) return '';
    const digits = this.#text.slice(this.#at, this.#at + count);
    if (digits.length < count) this.#refuse(`The coupon is cut off in its ${name}.`, this.#at);
    this.#at += count;
    return digits.length < count ? '' : digits;
  }

  /** One digit out of `allowed`. */
  oneOf(allowed: string, name: string): number {
    const at = this.#at;
    const digit = this.take(1, name);
    if (digit !== '' && !allowed.includes(digit)) this.#refuse(`${digit} is no ${name} of a coupon.`, at);
    return Number(digit);
  }

  /** A field whose length is one digit before it, plus `more`. Nine stands for "no such field" where `nineIsNone`. */
  sized(allowed: string, more: number, name: string, nineIsNone = false): void {
    const size = this.oneOf(allowed, `length of the ${name}`);
    if (nineIsNone && size === 9) return;
    this.take(size + more, name);
  }

  day(name: string, year: number): string {
    const at = this.#at;
    const digits = this.take(6, name);
    if (digits !== '' && isoDate(digits, year, false) === null) {
      this.#refuse(`${digits} (YYMMDD) is no day of the calendar.`, at);
    }
    return digits;
  }

  /** True and past it when the optional field of that number comes next. */
  field(digit: string): boolean {
    if (this.#fault !== null || this.#text.charAt(this.#at) !== digit) return false;
    this.#at += 1;
    return true;
  }

  refuseHere(message: string): void {
    this.#refuse(message, this.#at);
  }

  end(): void {
    if (this.#at < this.#text.length) this.#refuse('The coupon goes on where it should have ended.', this.#at);
  }
}

function purchase(coupon: CouponReader): void {
  coupon.sized('12345', 0, 'purchase requirement');
  coupon.oneOf('012349', 'purchase requirement code');
  coupon.take(3, 'family code');
}

/**
 * AI 8110, the North American coupon code: company prefix, offer, value and first purchase, then the numbered optional
 * fields in rising order (North American Coupon Application Guideline Using GS1 DataBar Expanded Symbols).
 */
export function couponFault(text: string, year: number): ContentFault | null {
  const coupon = new CouponReader(text);
  coupon.sized('0123456', 6, 'company prefix');
  coupon.take(6, 'offer code');
  coupon.sized('12345', 0, 'save value');
  purchase(coupon);
  if (coupon.field('1')) {
    coupon.oneOf('0123', 'additional purchase rule');
    purchase(coupon);
    coupon.sized('01234569', 6, 'second company prefix', true);
  }
  if (coupon.field('2')) {
    purchase(coupon);
    coupon.sized('01234569', 6, 'third company prefix', true);
  }
  const expires = coupon.field('3') ? coupon.day('expiration date', year) : '';
  if (coupon.field('4')) {
    const starts = coupon.day('start date', year);
    const [from, to] = [isoDate(starts, year, false), isoDate(expires, year, false)];
    if (starts !== '' && expires !== '' && from !== null && to !== null && from > to) {
      coupon.refuseHere('The coupon expires before it starts.');
    }
  }
  if (coupon.field('5')) coupon.sized('0123456789', 6, 'serial number');
  if (coupon.field('6')) coupon.sized('1234567', 6, 'retailer');
  if (coupon.field('9')) {
    coupon.oneOf('01256', 'save value code');
    coupon.oneOf('012', 'item that the save value applies to');
    coupon.take(1, 'store coupon flag');
    coupon.oneOf('01', "don't multiply flag");
  }
  coupon.end();
  return coupon.fault;
}

/** AI 8112, the positive offer file: format, funder, offer, serial number (GS1 AI (8112) Coupon Data Specification). */
export function positiveOfferFault(text: string): ContentFault | null {
  const coupon = new CouponReader(text);
  coupon.oneOf('01', 'format');
  coupon.sized('0123456', 6, 'funder');
  coupon.take(6, 'offer code');
  coupon.sized('0123456789', 6, 'serial number');
  coupon.end();
  return coupon.fault;
}
