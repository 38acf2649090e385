import { HUB } from '../support/catalogue.ts';
import { type CodeRow, refused } from '../support/code-row.ts';

const GS = '\u001D';
const RS = '\u001E';
const EOT = '\u0004';
const scanner = { via: 'scanner' } as const;
const label = (...fields: readonly string[]): string => `[)>${RS}06${GS}${fields.join(GS)}${RS}${EOT}`;

export const SUPPLIER_LABELS: readonly CodeRow[] = [
  refused(
    'two serials in one label',
    label(`1P${HUB}`, 'SMH9000012', 'SMH9000013'),
    /two|several|more than one|2 serials/iu,
    {
      steps: ['serial', 'document'],
    },
  ),
  refused(
    'bag of a distributor',
    '{pbn:PICK261130/000123,on:WM2611300099,pc:C3029,pm:WR12X101JTL,qty:100,mc:,cc:1,pdi:77,hp:null,wc:ZH}',
    /distributor|supplier|bag|part/iu,
  ),
  refused(
    'bag of a distributor, other fields',
    '{pbn:PICK262201/009,on:GB44,pc:C25804,pm:0603WAF1002T5E,qty:4000,cc:2,pdi:9911}',
    /distributor|supplier|bag|part/iu,
    scanner,
  ),
  refused(
    'bag of a distributor that names a page',
    'QTY:100 PN:LM358DR PO:4471/1 MFR:TI MPN:LM358DR https://www.parts.example/details/LM358DR',
    /distributor|supplier|part|web address|label|several facts/iu,
  ),
];
