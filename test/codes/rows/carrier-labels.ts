import { USED_TRACKING } from '../support/catalogue.ts';
import { fedexNumber, misread, postalItem, upsNumber, withMod10 } from '../support/check-digits.ts';
import { type CodeRow, EVERYWHERE, refused, tracked } from '../support/code-row.ts';

const GS = '\u001D';
const scanner = { via: 'scanner' } as const;
const TRACKING = { steps: ['tracking'] } as const;
const WRONG = /check digit|misread|read wrong|again/iu;
const usps = (body: string): string => withMod10(`9400111899${body}`);
const UPS = upsNumber('88F4A2030000011');
const EXPRESS = fedexNumber('79498052345');
const GROUND = withMod10('05000123456789');

const USPS: readonly CodeRow[] = [
  tracked('USPS with postal code', `]C142090210${GS}${usps('22334455667')}`, usps('22334455667'), /USPS/iu),
  tracked('USPS with postal code, no id', `42090211${GS}${usps('22334455668')}`, usps('22334455668'), /USPS/iu),
  tracked('USPS with ZIP+4', `]C1420902101234${GS}${usps('22334455669')}`, usps('22334455669'), /USPS/iu),
  tracked('USPS with postal code, separator lost', `42090212${usps('22334455670')}`, usps('22334455670'), /USPS/iu),
  tracked('USPS with ZIP+4, separator lost', `420902121234${usps('22334455671')}`, usps('22334455671'), /USPS/iu),
  tracked(
    'USPS with postal code, separator as a bar',
    `42090213|${usps('22334455672')}`,
    usps('22334455672'),
    /USPS/iu,
  ),
  tracked('USPS alone', usps('22334455673'), usps('22334455673'), /USPS/iu),
  tracked(
    'USPS with blanks',
    usps('22334455674')
      .replaceAll(/(.{4})/gu, '$1 ')
      .trim(),
    usps('22334455674'),
    /USPS/iu,
  ),
  tracked('USPS Ground', withMod10('926129099999940001234'), withMod10('926129099999940001234'), /USPS/iu),
  refused('USPS, misread', misread(usps('22334455675')), WRONG, TRACKING),
  refused('USPS with postal code, misread', `]C142090214${GS}${misread(usps('22334455676'))}`, WRONG, TRACKING),
];

const FEDEX: readonly CodeRow[] = [
  tracked('FedEx, 34 digits', `1001897955000094925000${EXPRESS}`, EXPRESS, /FedEx/iu),
  tracked(
    'FedEx, 34 digits, another',
    `9622001900000000000000${fedexNumber('39420011234')}`,
    fedexNumber('39420011234'),
    /FedEx/iu,
  ),
  tracked(
    'FedEx, 34 digits with the id of Code 128',
    `]C01001897955000094925000${fedexNumber('79498052346')}`,
    fedexNumber('79498052346'),
    /FedEx/iu,
  ),
  tracked('FedEx, 12 digits', fedexNumber('79498052347'), fedexNumber('79498052347')),
  tracked(
    'FedEx, 12 digits with blanks',
    '7949 8052 3489'.replace('3489', `34${fedexNumber('79498052348').slice(10)}`),
    fedexNumber('79498052348'),
  ),
  tracked('FedEx Ground 96', `9611020${GROUND}`, GROUND, /FedEx/iu),
  tracked('FedEx Ground 96, another', `9611019${withMod10('98765432101234')}`, withMod10('98765432101234'), /FedEx/iu),
];

const OTHERS: readonly CodeRow[] = [
  tracked('UPS', UPS, UPS, /UPS/u),
  tracked('UPS with blanks', `${UPS.slice(0, 2)} ${UPS.slice(2, 5)} ${UPS.slice(5, 8)} ${UPS.slice(8)}`, UPS, /UPS/u),
  tracked(
    'UPS, digits alone',
    upsNumber('1234560100000077'.slice(0, 15)),
    upsNumber('1234560100000077'.slice(0, 15)),
    /UPS/u,
  ),
  tracked('letter from abroad', postalItem('RR', '47312856', 'DE'), postalItem('RR', '47312856', 'DE')),
  tracked(
    'letter from abroad with blanks',
    postalItem('LX', '00412377', 'CN').replace(/^(..)(...)(...)(...)(..)$/u, '$1 $2 $3 $4 $5'),
    postalItem('LX', '00412377', 'CN'),
  ),
  tracked('letter whose check digit is 5', postalItem('CP', '00000006', 'GB'), postalItem('CP', '00000006', 'GB')),
  tracked('Amazon', 'TBA309912345678', 'TBA309912345678'),
  tracked('DHL Express', '4471902883', '4471902883'),
  tracked('DHL, licence plate', 'JJD000390007882398765', 'JJD000390007882398765'),
  tracked('OnTrac', 'C11031500001879', 'C11031500001879'),
  tracked('DPD', '05212345678901', '05212345678901'),
  tracked('GLS', '90712348765', '90712348765'),
  tracked('Royal Mail long form', '0A47312856000123', '0A47312856000123'),
  tracked('a house number of a courier', 'CR-2026/00017', 'CR-2026/00017'),
  refused('UPS, misread', misread(upsNumber('88F4A2030000012')), WRONG, TRACKING),
  refused('letter, misread', `RR${misread(postalItem('RR', '47312856', 'DE').slice(2, 11))}DE`, WRONG, TRACKING),
  refused('UPS postal code', ']C142010118', /postal code|zip/iu, TRACKING),
  refused('UPS postal code without the id', '42010119', /postal code|zip/iu, TRACKING),
  refused('UPS postal code with ZIP+4', ']C1420101181234', /postal code|zip/iu, { ...scanner, ...TRACKING }),
  refused('UPS postal code of another country', ']C14212760101170', /postal code|zip/iu, TRACKING),
  refused(
    'MaxiCode',
    `[)>\u001E01${GS}96902101234${GS}840${GS}003${GS}1Z30000011${GS}UPSN${GS}88F4A2${GS}334${GS}${GS}1/1${GS}10${GS}Y${GS}${GS}NEW YORK${GS}NY\u001E\u0004`,
    /MaxiCode|square|bull|UPS|carrier|round|target/iu,
  ),
  refused(
    'MaxiCode that says so',
    `]U1[)>\u001E01${GS}96101170000${GS}276${GS}066${GS}1Z30000012${GS}UPSN${GS}88F4A2\u001E\u0004`,
    /MaxiCode|square|bull|UPS|carrier|round|target/iu,
    scanner,
  ),
  refused(
    'MaxiCode whose separators are lost',
    '[)>01969021012348400031Z30000013UPSN88F4A2',
    /MaxiCode|square|bull|UPS|carrier|label|round|target/iu,
    TRACKING,
  ),
  refused('number that has left with another order', USED_TRACKING, /SO-70/u, TRACKING),
  refused('the same with blanks', `${USED_TRACKING.slice(0, 6)} ${USED_TRACKING.slice(6)}`, /SO-70/u, TRACKING),
  refused('the same in small letters', USED_TRACKING.toLowerCase(), /SO-70/u, TRACKING),
  refused('UPS number where a serial is due', upsNumber('88F4A2030000013'), /tracking|carrier|UPS|parcel/iu, {
    steps: ['serial', 'document'],
  }),
  refused(
    'USPS with postal code where a serial is due',
    `]C142090215${GS}${usps('22334455677')}`,
    /tracking|carrier|postal|parcel/iu,
    {
      steps: EVERYWHERE.filter((step) => step !== 'tracking'),
    },
  ),
];

export const CARRIER_LABELS: readonly CodeRow[] = [...USPS, ...FEDEX, ...OTHERS];
