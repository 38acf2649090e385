/**
 * What an element must, or must not, have beside it on the same item, as data.
 *
 * Source: GS1 General Specifications, section 4.13 (data relationships), as the GS1 Barcode Syntax Dictionary had it in
 * July 2026. One line for each group of AIs that share a rule:
 *
 *     ais        AIs or patterns, `n` being any digit: `310n`
 *     requires   one of these must be there; `01+21` means both (comma: or)
 *     excludes   none of these may be there; an AI never excludes itself
 */
export interface Association {
  readonly ais: string;
  readonly requires: string;
  readonly excludes: string;
}

type Row = readonly [ais: string, requires: string, excludes?: string];

const TRADE_ITEM = '01,02,03,8006,8026';
const VARIABLE_MEASURE = '30,31nn,32nn,35nn,36nn';

const ROWS: readonly Row[] = [
  ['01', '', '255,37'],
  ['02', '37', '01,03'],
  ['03', '', '01,02,37,235'],
  ['10 11 13 15 16 20 240 241', TRADE_ITEM],
  ['12', '8020'],
  ['17', '01,02,03,255,8006,8026'],
  ['21', '01,03,8006', '235'],
  ['22 235', '01'],
  ['242', '01,02,8006,8026'],
  ['243', '01,03'],
  ['250', '01+21,03+21,8006+21'],
  ['251', '01,03,8006'],
  ['254', '414'],
  ['255', '', '01,02,415,8006,8020,8026'],
  ['30', '01,02'],
  ['37', '00+02,00+8026'],
  ['390n', '255,8020', '390n,391n,394n,8111'],
  ['391n', '8020', '391n'],
  ['392n', '01+30,01+31nn,01+32nn,01+35nn,01+36nn', '392n,393n'],
  ['393n', VARIABLE_MEASURE, '393n'],
  ['394n', '255', '394n,8111'],
  ['395n', VARIABLE_MEASURE, '392n,393n,395n,8005'],
  ['403', '00'],
  ['415', '8020'],
  ['420', '', '421'],
  ['421', '', '4307'],
  ['422', TRADE_ITEM, '426'],
  ['423 424 425', '01,02,03', '426'],
  ['426', '01,02,03'],
  ['427', '01+422,02+422,03+422'],
  ['4300 4301 4302 4304 4305 4306 4307 4308 4309', '00'],
  ['4303', '4302'],
  ['4310 4311 4312 4314 4315 4316 4317 4318 4319', '00'],
  ['4313', '4312'],
  ['4320 4321 4322 4323 4324 4325 4326', '00'],
  ['4330', '00', '4331'],
  ['4331', '00', '4330'],
  ['4332', '00', '4333'],
  ['4333', '00', '4332'],
  ['7001', '01,02,8006,8026'],
  ['7002 7005 7006 7007 7008 7009 703n', '01,02'],
  ['7003 7010 7011', '01,02,03'],
  ['7004', '01+10,03+10'],
  ['7020', '01+416,03+416,8006+416'],
  ['7021', '01,03,8006'],
  ['7022', '01+7021,03+7021,8006+7021'],
  ['7041', '00'],
  ['710 711 712 713 714 715 716 717', '01'],
  ['723n', '01,8004'],
  ['7240', '01,8006', '03'],
  ['7241 7242', '8017,8018'],
  ['7250', '8018', '7251'],
  ['7251', '8018', '7250'],
  ['7252 7257', '8018'],
  ['7253 7254 7255', '8017,8018', '7256,7259'],
  ['7256', '8017,8018'],
  ['7258', '8018+7259'],
  ['7259', '8018', '7256'],
  ['8001 8014 8200', '01'],
  ['8005', '01,02'],
  ['8006', '', '01,03,37'],
  ['8007', '415'],
  ['8008', '01,02,03'],
  ['8009', '00,01,03'],
  ['8011', '8010'],
  ['8012', '01,03,8006'],
  ['8017', '', '8018'],
  ['8018', '', '8017'],
  ['8019', '8017,8018'],
  ['8020', '415'],
  ['8026', '37', '02,03,8006'],
  ['8030', '00,01+21,03+21,253,255,8003,8004,8006+21,8010+8011,8017,8018'],
  ['8040', '01+21'],
  ['8041 8042 8043', '01+21+8040'],
  ['8111', '255'],
];

/** Trade measures belong to an item (01 or 02), logistic ones to an SSCC or an item; each may stand once, in one precision. */
const TRADE_MEASURES = [310, 311, 312, 313, 314, 315, 316, 320, 321, 322, 323, 324, 325, 326, 327, 328, 329];
const MORE_TRADE_MEASURES = [350, 351, 352, 356, 357, 360, 361, 364, 365, 366];
const LOGISTIC_MEASURES = [330, 331, 332, 333, 334, 335, 336, 340, 341, 342, 343, 344, 345, 346, 347, 348, 349];
const MORE_LOGISTIC_MEASURES = [353, 354, 355, 362, 363, 367, 368, 369];

const measure =
  (requires: string): ((stem: number) => Row) =>
  (stem) => [`${stem}n`, requires, `${stem}n`];

export const ASSOCIATIONS: readonly Association[] = [
  ...ROWS,
  ...[...TRADE_MEASURES, ...MORE_TRADE_MEASURES].map(measure('01,02')),
  ...[...LOGISTIC_MEASURES, ...MORE_LOGISTIC_MEASURES].map(measure('00,01')),
  measure('01')(337),
].map(([ais, requires, excludes = '']) => ({ ais, requires, excludes }));
