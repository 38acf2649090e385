/**
 * The GS1 Application Identifiers, as data.
 *
 * Source: GS1 General Specifications, section 3.2, as the GS1 Barcode Syntax Dictionary had it in July 2026. What an AI
 * must or must not stand beside is in `ai-associations.ts`.
 * The format is written as the specification writes it, one word per component:
 *
 *     n14        fourteen digits            x..20   1 to 20 characters of set 82
 *     y..30      set 39                     z..90   the 64 characters of base64url
 *     x..17?     the component may be absent (only at the end)
 *     n14:check  the component is checked too; the names are those of `content-checks.ts`
 */
export interface AiRow {
  readonly ai: string;
  readonly title: string;
  readonly format: string;
  /** The element is `value / 10^decimals` (the fourth digit of the AI). */
  readonly decimals?: number;
}

type Row = readonly [ai: string, format: string, title: string];

const ROWS: readonly Row[] = [
  ['00', 'n18:check', 'SSCC'],
  ['01', 'n14:check', 'GTIN'],
  ['02', 'n14:check', 'CONTENT'],
  ['03', 'n14:check', 'MTO GTIN'],
  ['10', 'x..20', 'BATCH/LOT'],
  ['11', 'n6:date0', 'PROD DATE'],
  ['12', 'n6:date0', 'DUE DATE'],
  ['13', 'n6:date0', 'PACK DATE'],
  ['15', 'n6:date0', 'BEST BEFORE or BEST BY'],
  ['16', 'n6:date0', 'SELL BY'],
  ['17', 'n6:date0', 'USE BY or EXPIRY'],
  ['20', 'n2', 'VARIANT'],
  ['21', 'x..20', 'SERIAL'],
  ['22', 'x..20', 'CPV'],
  ['235', 'x..28', 'TPX'],
  ['240', 'x..30', 'ADDITIONAL ID'],
  ['241', 'x..30', 'CUST. PART No.'],
  ['242', 'n..6', 'MTO VARIANT'],
  ['243', 'x..20', 'PCN'],
  ['250', 'x..30', 'SECONDARY SERIAL'],
  ['251', 'x..30', 'REF. TO SOURCE'],
  ['253', 'n13:check x..17?', 'GDTI'],
  ['254', 'x..20', 'GLN EXTENSION COMPONENT'],
  ['255', 'n13:check n..12?', 'GCN'],
  ['30', 'n..8', 'VAR. COUNT'],
  ['37', 'n..8', 'COUNT'],
  ['400', 'x..30', 'ORDER NUMBER'],
  ['401', 'x..30:prefix', 'GINC'],
  ['402', 'n17:check', 'GSIN'],
  ['403', 'x..30', 'ROUTE'],
  ['410', 'n13:check', 'SHIP TO LOC'],
  ['411', 'n13:check', 'BILL TO'],
  ['412', 'n13:check', 'PURCHASE FROM'],
  ['413', 'n13:check', 'SHIP FOR LOC'],
  ['414', 'n13:check', 'LOC No.'],
  ['415', 'n13:check', 'PAY TO'],
  ['416', 'n13:check', 'PROD/SERV LOC'],
  ['417', 'n13:check', 'PARTY'],
  ['420', 'x..20', 'SHIP TO POST'],
  ['421', 'n3:country-number x..9', 'SHIP TO POST'],
  ['422', 'n3:country-number', 'ORIGIN'],
  [
    '423',
    'n3:country-number n3:country-number? n3:country-number? n3:country-number? n3:country-number?',
    'COUNTRY - INITIAL PROCESS',
  ],
  ['424', 'n3:country-number', 'COUNTRY - PROCESS'],
  [
    '425',
    'n3:country-number n3:country-number? n3:country-number? n3:country-number? n3:country-number?',
    'COUNTRY - DISASSEMBLY',
  ],
  ['426', 'n3:country-number', 'COUNTRY - FULL PROCESS'],
  ['427', 'x..3', 'ORIGIN SUBDIVISION'],
  ['4300', 'x..35:percent', 'SHIP TO COMP'],
  ['4301', 'x..35:percent', 'SHIP TO NAME'],
  ['4302', 'x..70:percent', 'SHIP TO ADD1'],
  ['4303', 'x..70:percent', 'SHIP TO ADD2'],
  ['4304', 'x..70:percent', 'SHIP TO SUB'],
  ['4305', 'x..70:percent', 'SHIP TO LOC'],
  ['4306', 'x..70:percent', 'SHIP TO REG'],
  ['4307', 'x2:country', 'SHIP TO COUNTRY'],
  ['4308', 'x..30', 'SHIP TO PHONE'],
  ['4309', 'n10:latitude n10:longitude', 'SHIP TO GEO'],
  ['4310', 'x..35:percent', 'RTN TO COMP'],
  ['4311', 'x..35:percent', 'RTN TO NAME'],
  ['4312', 'x..70:percent', 'RTN TO ADD1'],
  ['4313', 'x..70:percent', 'RTN TO ADD2'],
  ['4314', 'x..70:percent', 'RTN TO SUB'],
  ['4315', 'x..70:percent', 'RTN TO LOC'],
  ['4316', 'x..70:percent', 'RTN TO REG'],
  ['4317', 'x2:country', 'RTN TO COUNTRY'],
  ['4318', 'x..20', 'RTN TO POST'],
  ['4319', 'x..30', 'RTN TO PHONE'],
  ['4320', 'x..35:percent', 'SRV DESCRIPTION'],
  ['4321', 'n1:flag', 'DANGEROUS GOODS'],
  ['4322', 'n1:flag', 'AUTH TO LEAVE'],
  ['4323', 'n1:flag', 'SIG REQUIRED'],
  ['4324', 'n6:date0 n4:time-or-none', 'NOT BEF DEL DT'],
  ['4325', 'n6:date0 n4:time-or-none', 'NOT AFT DEL DT'],
  ['4326', 'n6:date', 'REL DATE'],
  ['4330', 'n6 x1:minus?', 'MAX TEMP F.'],
  ['4331', 'n6 x1:minus?', 'MAX TEMP C.'],
  ['4332', 'n6 x1:minus?', 'MIN TEMP F.'],
  ['4333', 'n6 x1:minus?', 'MIN TEMP C.'],
  ['7001', 'n13', 'NSN'],
  ['7002', 'x..30', 'MEAT CUT'],
  ['7003', 'n6:date n4:time', 'EXPIRY TIME'],
  ['7004', 'n..4', 'ACTIVE POTENCY'],
  ['7005', 'x..12', 'CATCH AREA'],
  ['7006', 'n6:date', 'FIRST FREEZE DATE'],
  ['7007', 'n6:date n6:date?', 'HARVEST DATE'],
  ['7008', 'x..3', 'AQUATIC SPECIES'],
  ['7009', 'x..10', 'FISHING GEAR TYPE'],
  ['7010', 'x..2', 'PROD METHOD'],
  ['7011', 'n6:date n4:time?', 'TEST BY DATE'],
  ['7020', 'x..20', 'REFURB LOT'],
  ['7021', 'x..20', 'FUNC STAT'],
  ['7022', 'x..20', 'REV STAT'],
  ['7023', 'x..30:prefix', 'GIAI - ASSEMBLY'],
  ['7040', 'n1 x1 x1 x1:importer-index', 'UIC+EXT'],
  ['7041', 'x..4:package-type', 'UFRGT UNIT TYPE'],
  ['710', 'x..20', 'NHRN PZN'],
  ['711', 'x..20', 'NHRN CIP'],
  ['712', 'x..20', 'NHRN CN'],
  ['713', 'x..20', 'NHRN DRN'],
  ['714', 'x..20', 'NHRN AIM'],
  ['715', 'x..20', 'NHRN NDC'],
  ['716', 'x..20', 'NHRN AIC'],
  ['717', 'x..20', 'NHRN SRN'],
  ['7240', 'x..20', 'PROTOCOL'],
  ['7241', 'n2:media-type', 'AIDC MEDIA TYPE'],
  ['7242', 'x..25', 'VCN'],
  ['7250', 'n8:long-date', 'DOB'],
  ['7251', 'n8:long-date n4:time', 'DOB TIME'],
  ['7252', 'n1:sex', 'BIO SEX'],
  ['7253', 'x..40:percent', 'FAMILY NAME'],
  ['7254', 'x..40:percent', 'GIVEN NAME'],
  ['7255', 'x..10', 'SUFFIX'],
  ['7256', 'x..90:percent', 'FULL NAME'],
  ['7257', 'x..70:percent', 'PERSON ADDR'],
  ['7258', 'x3:sequence', 'BIRTH SEQUENCE'],
  ['7259', 'x..40:percent', 'BABY'],
  ['8001', 'n4:nonzero n5:nonzero n3:nonzero n1:winding n1', 'DIMENSIONS'],
  ['8002', 'x..20', 'CMT No.'],
  ['8003', 'n1:zero n13:check x..16?', 'GRAI'],
  ['8004', 'x..30:prefix', 'GIAI'],
  ['8005', 'n6', 'PRICE PER UNIT'],
  ['8006', 'n14:check n4:piece', 'ITIP'],
  ['8007', 'x..34:iban', 'IBAN'],
  ['8008', 'n6:date n2:hour n2:sixty? n2:sixty?', 'PROD TIME'],
  ['8009', 'x..50', 'OPTSEN'],
  ['8010', 'y..30:prefix', 'CPID'],
  ['8011', 'n..12:no-zero', 'CPID SERIAL'],
  ['8012', 'x..20', 'VERSION'],
  ['8013', 'x..25:prefix:check-pair', 'GMN'],
  ['8014', 'x..25:prefix:has-letter:check-pair', 'MUDI'],
  ['8017', 'n18:check', 'GSRN - PROVIDER'],
  ['8018', 'n18:check', 'GSRN - RECIPIENT'],
  ['8019', 'n..10', 'SRIN'],
  ['8020', 'x..25', 'REF No.'],
  ['8026', 'n14:check n4:piece', 'ITIP CONTENT'],
  ['8030', 'z..90', 'DIGSIG'],
  ['8040', 'n15', 'IMEI'],
  ['8041', 'n15', 'IMEI2'],
  ['8042', 'n32', 'ESIM'],
  ['8043', 'n18 n..2?', 'PSIM'],
  ['8110', 'x..70:coupon', 'COUPON'],
  ['8111', 'n4', 'POINTS'],
  ['8112', 'x..70:positive-offer', 'POSITIVE OFFER'],
  ['8200', 'x..70', 'PRODUCT URL'],
  ['90', 'x..30', 'INTERNAL'],
];

/**
 * Families that differ in the last digit only: `703s` and `723s` carry a sequence number, `91` to `99` are the company's
 * own. `numbers` is what the title says for digit 0; null where the title has no number.
 */
const NUMBERED: readonly (readonly [
  prefix: string,
  digits: readonly [number, number],
  format: string,
  title: string,
  numbers: number | null,
])[] = [
  ['703', [0, 9], 'n3:country-number-or-999 x..27', 'PROCESSOR #', 0],
  ['723', [0, 9], 'x2 x..28', 'CERT #', 1],
  ['9', [1, 9], 'x..90', 'INTERNAL', null],
];

/** Measures: AI, four digits, the last is the number of decimals, 0 to 5; always six digits. */
const MEASURES: readonly (readonly [prefix: string, title: string])[] = [
  ['310', 'NET WEIGHT (kg)'],
  ['311', 'LENGTH (m)'],
  ['312', 'WIDTH (m)'],
  ['313', 'HEIGHT (m)'],
  ['314', 'AREA (m²)'],
  ['315', 'NET VOLUME (l)'],
  ['316', 'NET VOLUME (m³)'],
  ['320', 'NET WEIGHT (lb)'],
  ['321', 'LENGTH (in)'],
  ['322', 'LENGTH (ft)'],
  ['323', 'LENGTH (yd)'],
  ['324', 'WIDTH (in)'],
  ['325', 'WIDTH (ft)'],
  ['326', 'WIDTH (yd)'],
  ['327', 'HEIGHT (in)'],
  ['328', 'HEIGHT (ft)'],
  ['329', 'HEIGHT (yd)'],
  ['330', 'GROSS WEIGHT (kg)'],
  ['331', 'LENGTH (m), log'],
  ['332', 'WIDTH (m), log'],
  ['333', 'HEIGHT (m), log'],
  ['334', 'AREA (m²), log'],
  ['335', 'VOLUME (l), log'],
  ['336', 'VOLUME (m³), log'],
  ['337', 'KG PER m²'],
  ['340', 'GROSS WEIGHT (lb)'],
  ['341', 'LENGTH (in), log'],
  ['342', 'LENGTH (ft), log'],
  ['343', 'LENGTH (yd), log'],
  ['344', 'WIDTH (in), log'],
  ['345', 'WIDTH (ft), log'],
  ['346', 'WIDTH (yd), log'],
  ['347', 'HEIGHT (in), log'],
  ['348', 'HEIGHT (ft), log'],
  ['349', 'HEIGHT (yd), log'],
  ['350', 'AREA (in²)'],
  ['351', 'AREA (ft²)'],
  ['352', 'AREA (yd²)'],
  ['353', 'AREA (in²), log'],
  ['354', 'AREA (ft²), log'],
  ['355', 'AREA (yd²), log'],
  ['356', 'NET WEIGHT (tr oz)'],
  ['357', 'NET VOLUME (oz)'],
  ['360', 'NET VOLUME (qt (US))'],
  ['361', 'NET VOLUME (gal.)'],
  ['362', 'VOLUME (qt (US)), log'],
  ['363', 'VOLUME (gal (US)), log'],
  ['364', 'NET VOLUME (in³)'],
  ['365', 'NET VOLUME (ft³)'],
  ['366', 'NET VOLUME (yd³)'],
  ['367', 'VOLUME (in³), log'],
  ['368', 'VOLUME (ft³), log'],
  ['369', 'VOLUME (yd³), log'],
];

/** Money and percentages: the last digit is the number of decimals, 0 to `most`. The currency is ISO 4217 numeric. */
const AMOUNTS: readonly (readonly [prefix: string, most: number, format: string, title: string])[] = [
  ['390', 9, 'n..15', 'AMOUNT'],
  ['391', 9, 'n3:currency n..15', 'AMOUNT'],
  ['392', 9, 'n..15', 'PRICE'],
  ['393', 9, 'n3:currency n..15', 'PRICE'],
  ['394', 3, 'n4', 'PRCNT OFF'],
  ['395', 5, 'n6', 'PRICE/UoM'],
];

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, digit) => digit);

function* rows(): Generator<AiRow> {
  for (const [ai, format, title] of ROWS) yield { ai, title, format };
  for (const [prefix, [first, last], format, title, numbers] of NUMBERED) {
    for (let digit = first; digit <= last; digit += 1) {
      yield { ai: `${prefix}${digit}`, title: numbers === null ? title : `${title} ${digit + numbers}`, format };
    }
  }
  for (const [prefix, title] of MEASURES) {
    for (const decimals of upTo(5)) yield { ai: `${prefix}${decimals}`, title, format: 'n6', decimals };
  }
  for (const [prefix, most, format, title] of AMOUNTS) {
    for (const decimals of upTo(most)) yield { ai: `${prefix}${decimals}`, title, format, decimals };
  }
}

export const AI_TABLE: ReadonlyMap<string, AiRow> = new Map([...rows()].map((row) => [row.ai, row]));

/**
 * Element strings that begin with these two digits have a length of their own and need no FNC1 after them, whether or
 * not the AI is assigned. Length of AI plus data; General Specifications, figure 7.8.5-2 (closed: it will not grow).
 */
export const PREDEFINED_LENGTH: ReadonlyMap<string, number> = new Map([
  ['00', 20],
  ['01', 16],
  ['02', 16],
  ['03', 16],
  ['04', 18],
  ...['11', '12', '13', '14', '15', '16', '17', '18', '19'].map((prefix) => [prefix, 8] as const),
  ['20', 4],
  ...['31', '32', '33', '34', '35', '36'].map((prefix) => [prefix, 10] as const),
  ['41', 16],
]);

/** How many digits an AI has, by its first two (General Specifications, figure 7.8.5-1): to keep an unknown one apart from its data. */
export function aiLength(firstTwo: string): number {
  if (/^(?:3[1-69]|43|70|72|8[0-2])$/u.test(firstTwo)) return 4;
  if (/^(?:2[3-5]|4[0-2]|71)$/u.test(firstTwo)) return 3;
  return 2;
}
