import * as documentRules from './document-rules.ts';
import * as formatRules from './format-rules.ts';
import * as unitRules from './unit-rules.ts';
import * as warnings from './warnings.ts';
import type { SerialSubject } from './subject.ts';
import type { RuleParams, SerialContext } from './verdict.ts';

/** Null: the rule has nothing against it. Otherwise the blanks of its message. */
export type SerialCheck = (subject: SerialSubject, context: SerialContext) => RuleParams | null;

export interface SerialRule {
  readonly id: string;
  /** One sentence; the screens' texts are in resources/locales. */
  readonly meaning: string;
  /** Refuses the serial. Null: it only warns. */
  readonly refuses: SerialCheck | null;
  /** Lets the serial pass with a warning. Null: it only refuses. */
  readonly warns: SerialCheck | null;
}

const refusal = (id: string, refuses: SerialCheck, meaning: string): SerialRule => ({
  id,
  meaning,
  refuses,
  warns: null,
});
const warning = (id: string, warns: SerialCheck, meaning: string): SerialRule => ({
  id,
  meaning,
  refuses: null,
  warns,
});

/** Every rule about serials (DOMAIN.md, "Serial rules"), in the order in which a verdict lists them. SPEC.md says when each applies. */
export const SERIAL_RULES: readonly SerialRule[] = [
  refusal('serial.required', formatRules.required, 'A unit needs a serial and has none.'),
  refusal('serial.blank', formatRules.blank, 'Nothing is left after normalising.'),
  refusal(
    'serial.control-character',
    formatRules.controlCharacter,
    'A control character stands inside it: two codes read as one.',
  ),
  // Before length and pattern, which a product code mostly fails too: the first failure is what the screen says largest.
  refusal('serial.is-product-code', documentRules.isProductCode, 'Equals a code of a product on this document.'),
  refusal('serial.length', formatRules.length, 'Shorter or longer than product or policy says.'),
  refusal('serial.pattern', formatRules.pattern, "Does not match the product's pattern or check digit."),
  {
    id: 'serial.duplicate-in-document',
    meaning: 'Already scanned on this document, or earlier in the same list.',
    refuses: (subject, context) =>
      documentRules.documentDuplicatesRefused(context) ? documentRules.twiceInDocument(subject, context) : null,
    warns: warnings.passedDuplicateInDocument,
  },
  {
    id: 'serial.duplicate',
    meaning: 'This product already has a unit with it that is not allowed to come in again.',
    refuses: (subject, context) =>
      unitRules.duplicatesRefused(context) ? unitRules.takenByUnit(subject, context) : null,
    warns: warnings.passedDuplicate,
  },
  refusal('serial.other-product', unitRules.otherProduct, 'The serial is known, but for another product.'),
  refusal('serial.not-received', unitRules.notReceived, 'No unit with it was ever received.'),
  refusal('serial.not-in-stock', unitRules.notInStock, 'The unit exists but is shipped, in transit, scrapped …'),
  refusal('serial.other-warehouse', unitRules.otherWarehouse, 'The unit is in stock elsewhere.'),
  refusal('serial.disputed', unitRules.disputed, 'The unit has an open case.'),
  refusal(
    'serial.not-expected',
    documentRules.notExpected,
    'The serials of this line were announced and this is none of them.',
  ),
  refusal('serial.not-sold-on-order', unitRules.notSoldOnOrder, 'Returned on an RMA but never shipped on its order.'),
  refusal('serial.too-many', documentRules.tooMany, 'More serials than units.'),
  warning('serial.cache-old', warnings.cacheOld, 'The verdict rests on data from central that is old.'),
  warning('serial.near-duplicate', warnings.nearDuplicate, 'One character off a serial just scanned.'),
  warning(
    'serial.product-code-expired',
    warnings.productCodeExpired,
    'The product code scanned with it is no longer valid.',
  ),
];
