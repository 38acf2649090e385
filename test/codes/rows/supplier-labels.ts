import { HUB, HUB_EAN, PROBE } from '../support/catalogue.ts';
import { type CodeRow, read, refused } from '../support/code-row.ts';

const GS = '\u001D';
const RS = '\u001E';
const EOT = '\u0004';
const scanner = { via: 'scanner' } as const;
const label = (...fields: readonly string[]): string => `[)>${RS}06${GS}${fields.join(GS)}${RS}${EOT}`;
const LABEL = /label/iu;

export const SUPPLIER_LABELS: readonly CodeRow[] = [
  read('part and serial, P', label(`P${HUB}`, 'SMH9000001'), { unit: [HUB, 'MH9000001'] }),
  read('part and serial, 1P', label(`1P${HUB}`, 'SMH9000002'), { unit: [HUB, 'MH9000002'] }, scanner),
  read('serial first, with lot and quantity', label('SMH9000003', `1P${HUB}`, '1TL55', 'Q1'), {
    unit: [HUB, 'MH9000003'],
  }),
  read(
    'from a Data Matrix that says so',
    `]d1${label(`1P${HUB}`, 'SMH9000004')}`,
    { unit: [HUB, 'MH9000004'] },
    scanner,
  ),
  read('of another line', label(`1P${PROBE}`, 'SMH9000005'), { unit: [PROBE, 'MH9000005'] }),
  read('serial without a part', label('SMH9000006', '1TL55'), { serial: 'MH9000006' }),
  read('part as its EAN', label(`1P${HUB_EAN}`, 'SMH9000007'), { unit: [HUB, 'MH9000007'] }),
  read('without its last sign', `[)>${RS}06${GS}1P${HUB}${GS}SMH9000008`, { unit: [HUB, 'MH9000008'] }),
  read('serial that begins with S', label(`1P${HUB}`, 'SS9000009'), { unit: [HUB, 'S9000009'] }),
  read('with fields of other meaning', label('9D2648', `1P${HUB}`, '4LDE', 'SMH9000010', '11K77'), {
    unit: [HUB, 'MH9000010'],
  }),
  read('GS1 inside the envelope', `[)>${RS}05${GS}010${HUB_EAN}21MH9000011${RS}${EOT}`, { unit: [HUB, 'MH9000011'] }),
  refused(
    'two serials in one label',
    label(`1P${HUB}`, 'SMH9000012', 'SMH9000013'),
    /two|several|more than one|2 serials/iu,
    {
      steps: ['serial', 'document'],
    },
  ),
  refused('without separators', `[)>061P${HUB}SMH9000014`, LABEL),
  refused('separators as blanks', `[)> 06 1P${HUB} SMH9000015`, LABEL, { ...scanner }),
  refused('without a serial', label('1PZX-77', 'Q250', '1TL55'), /label|serial|part|lot/iu),
  refused(
    'of a distributor, no serial',
    label('PCUST-1', '1PLM358DR', '30P296-1', 'K4471', 'Q100', '11ZPICK', '20Z0000'),
    /label|serial|part|supplier|distributor/iu,
  ),
  refused('part that is not known here', label('1PNO-SUCH', 'SMH9000016'), /product|part|label/iu, {
    steps: ['document'],
  }),
  refused(
    'with an arrow in front',
    `>[)>${RS}06${GS}1PVISH-7${GS}Q50${GS}4LMX${RS}${EOT}`,
    /label|serial|part|supplier|distributor/iu,
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
