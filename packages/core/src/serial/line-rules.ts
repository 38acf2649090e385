import type { SerialRule } from './rule.ts';
import { mayExceedUnits } from './serial-need.ts';
import { shown } from './verdict.ts';

/** About the line that is worked on. */
export const LINE_RULES: readonly SerialRule[] = [
  {
    id: 'serial.not-expected',
    refuses: ({ norm }, { use, expected_serials }) => {
      if (use !== 'receive' || expected_serials === null || norm === '') return null;
      return expected_serials.has(norm) ? null : { serial: shown(norm), announced: expected_serials.size };
    },
    when: "an ASN announced this line's serials and this is none of them",
    applies: 'receive',
  },
  {
    id: 'serial.too-many',
    refuses: ({ accepted }, { quantities, use, policy }) => {
      if (quantities === null || mayExceedUnits(use, policy)) return null;
      const had = quantities.serials + accepted;
      return had < quantities.units ? null : { units: quantities.units, serials: had };
    },
    when: 'the line has its serials already',
    switched: '`receiving.allow_more_serials`, receive only',
  },
];
