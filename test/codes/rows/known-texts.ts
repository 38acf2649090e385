import { LINK_LIKE, MAC, PALLET_BIN, PALLET_LIKE, SHORT } from '../support/catalogue.ts';
import { withMod10 } from '../support/check-digits.ts';
import { type CodeRow, read, refused } from '../support/code-row.ts';

const known = { steps: ['known'] } as const;
const pattern = { steps: ['pattern'] } as const;
const bare = MAC.replaceAll(':', '');

/** What is known here outweighs a shape, and a spelling of a known unit is told of. */
export const KNOWN_TEXTS: readonly CodeRow[] = [
  read('known unit', SHORT, { serial: SHORT }, known),
  read('known unit that looks like a pallet', PALLET_LIKE, { serial: PALLET_LIKE }, known),
  read('known unit that looks like a web address', LINK_LIKE, { serial: LINK_LIKE }, known),
  read('known MAC as it is known', MAC, { serial: MAC }, known),
  read('known MAC without signs', bare, { named: MAC }, known),
  read('known MAC with hyphens', MAC.replaceAll(':', '-'), { named: MAC }, known),
  read('known MAC with dots', `${bare.slice(0, 4)}.${bare.slice(4, 8)}.${bare.slice(8)}`, { named: MAC }, known),
  read('known MAC in small letters', MAC.toLowerCase(), { named: MAC }, known),
  read('known MAC in small letters without signs', bare.toLowerCase(), { named: MAC }, { ...known, via: 'scanner' }),
  read('known serial with the S of its label', `S${SHORT}`, { named: SHORT }, known),
  read('known serial with the S of its label, Code 39', `]A0S${SHORT}`, { named: SHORT }, { ...known, via: 'scanner' }),
  refused('a pallet with a sure id although a unit bears its text', `]C1${PALLET_LIKE}`, /pallet|parcel/iu, known),
  read(
    'pattern says twenty digits that begin with 00',
    `00${withMod10('34012345900000111')}`,
    {
      serial: `00${withMod10('34012345900000111')}`,
    },
    pattern,
  ),
  read('pattern says thirteen digits', withMod10('590123477777'), { serial: withMod10('590123477777') }, pattern),
  refused(
    'pattern says thirteen digits, the scanner says EAN',
    `]E0${withMod10('590123477778')}`,
    /product/iu,
    pattern,
  ),
  read(
    'pattern says 22 digits',
    withMod10('940011189922334455699'),
    { serial: withMod10('940011189922334455699') },
    pattern,
  ),
  read('bin that looks like a pallet', PALLET_BIN, { bin: PALLET_BIN }, { steps: ['document'] }),
];
