import { HUB, HUB_EAN, HUB_UPC_E, PROBE, PROBE_UPC_E } from '../support/catalogue.ts';
import { misread, upcABody, upcE, withMod10 } from '../support/check-digits.ts';
import { type CodeRow, read, refused } from '../support/code-row.ts';

const scanner = { via: 'scanner' } as const;
const PRODUCT = /product/iu;
const HUB_UPC = withMod10(upcABody('123456'));

export const PRODUCT_CODES: readonly CodeRow[] = [
  refused('EAN that no product has', `]E0${withMod10('590123412345')}`, PRODUCT),
  refused('EAN that no product has, another', `]E0${withMod10('871234567890')}`, PRODUCT, scanner),
  refused('UPC that no product has', `]E00${withMod10('61414112345')}`, PRODUCT),
  refused('EAN-8 that no product has', `]E4${withMod10('9638507')}`, PRODUCT),
  refused('EAN-8 that no product has, another', `]E4${withMod10('4044782')}`, PRODUCT, scanner),
  refused('EAN, misread', `]E0${misread(withMod10('590123412346'))}`, /product|read|check/iu),
  refused('EAN-8, misread', `]E4${misread(withMod10('9638508'))}`, /product|read|check/iu),
  refused('EAN of the product, misread', `]E0${misread(HUB_EAN)}`, /product|read|check/iu),
  refused('EAN of a magazine with its issue', `]E3${withMod10('977123456700')}]E105`, PRODUCT),
  refused('EAN of a book', `]E0${withMod10('978316148410')}`, PRODUCT),
  refused('EAN of the product where its serial is due', HUB_EAN, PRODUCT, { steps: ['serial'] }),
  refused('the same with the id', `]E0${HUB_EAN}`, PRODUCT, { steps: ['serial'] }),
  refused('UPC-E of the product where its serial is due', HUB_UPC_E, PRODUCT, { steps: ['serial'] }),
  refused('the same with the id', `]E0${HUB_UPC_E}`, PRODUCT, { ...scanner, steps: ['serial'] }),
  refused('UPC of it, twelve digits', HUB_UPC, PRODUCT, { steps: ['serial'] }),
  refused('UPC of it, thirteen digits', `0${HUB_UPC}`, PRODUCT, { steps: ['serial'] }),
  refused('UPC of it, fourteen digits', `00${HUB_UPC}`, PRODUCT, { steps: ['serial'] }),
  refused('UPC-E that no product has, with the id', `]E0${upcE('654321')}`, PRODUCT),
  read('UPC-E on the open document', HUB_UPC_E, { product: HUB }, { steps: ['document'] }),
  read(
    'UPC-E of another line, zeros in the middle',
    PROBE_UPC_E,
    { product: PROBE },
    { steps: ['document', 'serial'] },
  ),
  read(
    'UPC-E of another line with the id',
    `]E0${PROBE_UPC_E}`,
    { product: PROBE },
    { ...scanner, steps: ['document'] },
  ),
  read(
    'UPC-E as its scanner spells it out',
    `]E00${withMod10(upcABody('731952'))}`,
    { product: PROBE },
    {
      ...scanner,
      steps: ['document', 'serial'],
    },
  ),
];
