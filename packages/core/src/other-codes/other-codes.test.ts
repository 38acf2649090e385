import { ORDINARY_SERIALS } from '@serialbridge/testing/serial/ordinary-serials';
import { describe, expect, test } from 'vitest';
import { readCode } from '../gs1/aim-id.ts';
import { readGs1 } from '../gs1/read-gs1.ts';
import { normaliseSerial } from '../serial/serial-key.ts';
import { findOtherCode, findOtherText, OTHER_CODES } from './find-other-code.ts';

const layout = (text: string): unknown =>
  findOtherCode({ text, aim_id: null, symbology: null, gs1: null, typed_by_scanner: true })?.params['layout'];

/** What a code says: `code.id`, with `!` where it is sure. By a serial link, or as a keyboard scanner types it. */
function said(raw: string, typed_by_scanner = false): string {
  const code = readCode(raw);
  const text = normaliseSerial(code.text, { case_fold: false });
  const found = findOtherCode({ ...code, text, read: code.text, gs1: readGs1(code, { year: 2026 }), typed_by_scanner });
  return found === null ? `nothing said of ${raw}` : `${found.id}${found.sure ? '!' : ''}`;
}
const allSay = (codes: readonly string[], typed = false): readonly string[] => [
  ...new Set(codes.map((code) => said(code, typed))),
];
const textsSay = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.map((text) => findOtherText(text)?.id ?? `nothing said of ${text}`)),
];

describe('GS1', () => {
  test('code.pallet: SSCC with AIM id, and as 00 with eighteen digits that hold', () => {
    expect(
      allSay([']C100395011015300000011', '\u001D00395011015300000011', ']C100395011015300000011\u001D10LOT']),
    ).toEqual(['code.pallet!']);
    expect(textsSay(['00395011015300000011'])).toEqual(['code.pallet']);
    expect(said('(00)395011015300000011')).toBe('code.pallet!');
    expect(findOtherText('00395011015300000012')).toBeNull();
  });

  test('code.content: what a carton holds', () => {
    expect(allSay([']C102095060001343523724', ']C10209506000134352', '(02)09506000134352(37)24'])).toEqual([
      'code.content!',
    ]);
    expect(textsSay(['020950600013435237024'])).toEqual(['code.content']);
    expect(findOtherText('0209506000134352')).toBeNull();
  });

  test('code.lot: a lot by AIM id, or behind a date; the same text alone may be a serial', () => {
    expect(allSay([']C110LOT-7', ']d210LOT-7\u001D17301231', ']C11730123110LOT-7'])).toEqual(['code.lot!']);
    expect(textsSay(['1730123110LOT7', '112601011730123110123456', '1526113010AB-1'])).toEqual(['code.lot']);
    expect(findOtherText('10LOT-7')).toBeNull();
  });

  test('code.label-date: a date of the goods', () => {
    expect(allSay([']C111261130', ']C115261130', ']C117261130', ']d21126010117301231'])).toEqual(['code.label-date!']);
  });

  test('code.label-count: a count or a measure', () => {
    expect(allSay([']C13024', ']C137120', ']C13103001250'])).toEqual(['code.label-count!']);
  });

  test('code.delivery: an address, a postal code, an order', () => {
    expect(
      allSay([']C142012345', ']C1400PO-77', ']C14109506000134352', ']C142184012345', ']C14019506000134352']),
    ).toEqual(['code.delivery!']);
  });

  test('code.gs1-other: any other label without product and serial', () => {
    expect(allSay([']C1240ABC', ']C191INTERN', ']C199XYZ', ']C18008261130120000', ']d292ABC'])).toEqual([
      'code.gs1-other!',
    ]);
  });

  test('code.product-label: a whole label where one number is wanted', () => {
    expect(textsSay(['010950600013435210LOT7', '010950600013435217301231', '(01)09506000134352(21)A1'])).toEqual([
      'code.product-label',
    ]);
  });
});

describe('barcodes of products', () => {
  test('code.unknown-product: EAN and UPC by AIM id', () => {
    expect(allSay([']E04006381333931', ']E496385074', ']E3012345678905', ']E0012345678905'])).toEqual([
      'code.unknown-product!',
    ]);
  });

  test('code.misread-barcode: with a wrong check digit or number of digits', () => {
    expect(allSay([']E04006381333932', ']E496385075', ']E0400638133', ']E0ABC', ']E012345678905'])).toEqual([
      'code.misread-barcode!',
    ]);
  });
});

describe('for phones', () => {
  test('code.web-address: with and without http', () => {
    const texts = [
      'https://example.com/p/1',
      'HTTP://EXAMPLE.COM',
      'www.example.org',
      'example.com/abc',
      'qr.maker.io?s=1',
      'example.com',
    ];
    expect(textsSay([...texts, 'https://id.gs1.org/01/09506000134352', 'urlto:example.com'])).toEqual([
      'code.web-address',
    ]);
  });

  test('code.wifi: a network', () => {
    expect(textsSay(['WIFI:S:Dock;T:WPA;P:geheim;;', 'wifi:T:nopass;S:Gast;;', 'DPP:K:MDkwEwYHKoZI;;'])).toEqual([
      'code.wifi',
    ]);
  });

  test('code.setup: pairing and passwords', () => {
    const texts = [
      'MT:Y.K9042C00KA0648G00',
      'X-HM://0023ISYWYABCD',
      'otpauth://totp/a?secret=B',
      'LPA:1$smdp.example.com$K1',
    ];
    expect(textsSay(texts)).toEqual(['code.setup']);
  });

  test('code.contact: contacts, appointments, telephone and mail', () => {
    const texts = [
      'BEGIN:VCARD\nFN:A\nEND:VCARD',
      'MECARD:N:A;TEL:1;;',
      'BEGIN:VEVENT',
      'mailto:a@example.com',
      'tel:+4930123',
      'smsto:1:a',
      'a.b@example.de',
    ];
    expect(textsSay(texts)).toEqual(['code.contact']);
  });

  test('code.phone-link: other schemes', () => {
    expect(
      textsSay([
        'geo:52.5,13.4',
        'market://details?id=a',
        'intent://a#Intent;end',
        'data:text/plain,abc',
        'myapp://open/1',
      ]),
    ).toEqual(['code.phone-link']);
  });
});

describe('paper and cards', () => {
  test('code.command-card: our own cards as a number', () => {
    expect(textsSay(['*SB:UNDO*', '*sb:save*', '*SB:NEW*'])).toEqual(['code.command-card']);
  });

  test('code.boarding-pass: of an airline', () => {
    const flight = 'EABC123 YULFRAAC 0834 226F001A0025 100';
    expect(
      textsSay([
        `M1DESMARAIS/LUC       ${flight}`,
        `M1MUELLER/ANNA MRS    ${flight}`,
        `M2LI/BO               ${flight}`,
      ]),
    ).toEqual(['code.boarding-pass']);
  });

  test('code.personal: licences, passports, certificates', () => {
    expect(
      textsSay([
        '@\n\u001E\rANSI 636026080102DL00410288',
        'P<UTOERIKSSON<<ANNA<MARIA<<<<<<',
        'P<D<<MUSTER<<ERIKA<<<<<<<<<<<',
        'HC1:NCFOXN%TS3DH',
      ]),
    ).toEqual(['code.personal']);
  });

  test('code.payment: bills', () => {
    const texts = [
      'BCD\n002\n1\nSCT\nBANKDEFF\nA',
      'SPC\r\n0200\r\n1\r\nCH44',
      'SPD*1.0*ACC:CZ58',
      '00020101021126360014',
      'bitcoin:1A1z',
      'ST00012|Name=A',
    ];
    expect(textsSay(texts)).toEqual(['code.payment']);
  });

  test('code.invoice: invoices and receipts', () => {
    expect(textsSay(['V0;955002-00;Kassenbeleg-V1;Beleg', '_R1-AT1_1_2_2026', 'A:500000000*B:123*C:PT'])).toEqual([
      'code.invoice',
    ]);
  });

  test('code.scanner-setup: codes that set a scanner up', () => {
    expect(textsSay(['@MENU_OPTO@ZZ@SK9@OTPO_UNEM@', '@FACDEF', 'PAPHHF.', 'DEFALT', '$+PR0ABC$-'])).toEqual([
      'code.scanner-setup',
    ]);
  });
});

describe('carriers', () => {
  test('code.tracking-number: UPS and post, where the check digit holds', () => {
    expect(textsSay(['1Z999AA10123456784', '1Z 999 AA1 01 2345 6784', 'RR123456785US', 'RR473124829GB'])).toEqual([
      'code.tracking-number',
    ]);
    expect(said(']C1420123459400111206206406190145')).toBe('code.tracking-number!');
    expect(findOtherText('1Z999AA10123456785')).toBeNull();
    expect(findOtherText('RR123456784US')).toBeNull();
  });

  test('code.carrier-sorting: what the machines of carriers read', () => {
    expect(allSay([']U1[)>\u001E01\u001D96841706672\u001D840', ']U0ABC', ']X001234567094987654321'])).toEqual([
      'code.carrier-sorting!',
    ]);
    expect(allSay(['[)>\u001E01\u001D961234', ']L2[)>\u001E01\u001D9611111'])).toEqual(['code.carrier-sorting!']);
  });
});

describe('several in one', () => {
  test('code.distributor: braces of a distributor', () => {
    expect(textsSay(['{pbn:PICK2009,on:GB2,pc:C1234,pm:ABC,qty:10}', '{pc:C1,qty:5}', '{on:SO1,pbn:2,mc:}'])).toEqual([
      'code.distributor',
    ]);
  });

  test('code.record: named fields', () => {
    const texts = [
      '{"sn":"A1","qty":1}',
      '[{"a":1}]',
      '<?xml version="1.0"?><a>1</a>',
      '<unit><sn>1</sn></unit>',
      'P/N: A1; S/N: B2',
      'sku=A1&qty=5',
      'Model: X1, Rev: 2',
    ];
    expect(textsSay(texts)).toEqual(['code.record']);
  });

  test('code.supplier-label-joined: the envelope of a supplier, with its separators lost', () => {
    expect(textsSay(['[)>061PHUB-1SMH9', '[)> 06 1PHUB-1 SMH9', '>[)>06Q5'])).toEqual(['code.supplier-label-joined']);
  });

  test('code.other-field: a named field that is not the serial', () => {
    expect(
      textsSay(['LOT: 77', 'P/N: AB-12', 'QTY:5', 'Model=X200', 'FCC ID: ABC123', 'Batch # 7', 'Total: 24']),
    ).toEqual(['code.other-field']);
  });

  test('code.several-serials: separated, or of one shape with blanks between', () => {
    const texts = [
      'SN0001,SN0002',
      'SN0001;SN0002',
      'SN0001|SN0002',
      'SN0001\nSN0002\nSN0003',
      'SN0001\tSN0002',
      'SN0001 SN0002',
      'SN0001/SN0002',
      'SN0001 - SN0010',
      'SN0001&SN0002',
      '12345678 12345679',
      'C02XK1ABJG5J C02XK2CDJG5K',
      '123456789 123456790',
    ];
    expect(textsSay(texts)).toEqual(['code.several-serials']);
  });
});

describe('keyboard layouts', () => {
  test('code.keyboard-layout: letters outside ASCII from a keyboard scanner, or where the symbol has none', () => {
    const typed = ['SNéàààà"ç"é', 'SN+ěščř', 'ЫТ0001', 'SNöö1', 'ıSN1', 'ΣΝ0001', 'SN§1', 'SN²3'];
    expect(allSay(typed, true)).toEqual(['code.keyboard-layout!']);
    expect(allSay([']A0ÄB12', ']C0ЫТ0001', ']G0é1', ']I1A(2', ']E0éàà'])).toEqual(['code.keyboard-layout!']);
    const ascii = ['SN&"\'(', '&"\'(-_', 'SN&"\'!', 'KB"()@', 'SN+++', '+E04006381333931', '+C100395011015300000011'];
    expect(allSay(ascii, true)).toEqual(['code.keyboard-layout']);
    expect(textsSay(['éàààà"ç"é', 'SNéàà"ç', '+ěščřžýáíé', 'SNľščť'])).toEqual(['code.keyboard-layout']);
    expect(textsSay(['Größe-Ä1'])).toEqual(['nothing said of Größe-Ä1']);
  });

  test('code.keyboard-layout: the layout is named where it is plain; a QR code by another link may hold any letter', () => {
    expect(['éàç"é', 'ЫТ01', '+ěščřž', 'ľščťž', 'ıSN1', 'SNő', 'SNß1', 'SNö1'].map(layout)).toEqual([
      'french',
      'cyrillic',
      'czech',
      'slovak',
      'turkish',
      'hungarian',
      'german',
      'other',
    ]);
    expect(said(']Q1ЫТ0001')).toMatch(/^nothing/u);
    expect(said('ＳＮ０００１', true)).toMatch(/^nothing/u);
  });

  test('code.mixed-alphabets: look-alikes among Latin letters', () => {
    expect(textsSay(['СN0001', 'SΝ0001', 'АB123X'])).toEqual(['code.mixed-alphabets']);
  });

  test('code.words: words alone; a serial of letters in groups has a digit or is one word', () => {
    expect(textsSay(['Made in China', 'DO NOT SCAN', 'Warranty void if removed'])).toEqual(['code.words']);
    for (const text of ['ABCDEFGH', 'AB CD 12', 'KEY ABC1']) expect(findOtherText(text)).toBeNull();
  });

  test('code.other-field: any word with a colon and a blank, and names of other numbers', () => {
    expect(
      textsSay(['MAC: 001B44113AB8', 'IMEI:490154203237518', 'PO: 4500012345', 'DATECODE: 2348', 'Bemerkung: 4711']),
    ).toEqual(['code.other-field']);
    for (const text of ['AB:12:CD', 'A1:B2', 'SN-1:77']) expect(findOtherText(text)).toBeNull();
  });

  test('code.wifi: what holds a password or a person gives nothing of it away', () => {
    expect(findOtherText('WIFI:T:WPA;S:Guest;P:geheim;;')?.params).toEqual({});
    expect(findOtherText('tel:+49301234567')?.params).toEqual({});
  });

  test('code.only-signs: neither letter nor digit', () => {
    expect(textsSay(['&"\'(-_', '-', '*/+', '???'])).toEqual(['code.only-signs']);
  });
});

test("makers' ordinary serials pass, typed and by every link", () => {
  expect(ORDINARY_SERIALS.length).toBeGreaterThan(60);
  expect(ORDINARY_SERIALS.filter((serial) => findOtherText(serial) !== null)).toEqual([]);
  for (const before of ['', ']C0', ']A0', ']d1', ']Q1'])
    for (const typed of [true, false])
      expect(
        allSay(
          ORDINARY_SERIALS.map((serial) => before + serial),
          typed,
        ).filter((one) => !one.startsWith('nothing')),
      ).toEqual([]);
});

test('code.*: ids are unique, and no text of twenty thousand characters takes long', () => {
  expect(new Set(OTHER_CODES.map(({ id }) => id)).size).toBe(OTHER_CODES.length);
  const heads = [
    '',
    'A',
    '{',
    '<a',
    'M1',
    'P<UTO',
    'http://',
    'WIFI:',
    '1',
    '&"',
    'SN1 ',
    'a.',
    'aa: b; ',
    '{pbn:',
    '-',
    'A<',
    'a-',
    '1,',
    '=A',
    'x@',
  ];
  const started = performance.now();
  for (const head of heads)
    for (const run of [head, 'A', '1', ' ', '.', '-', ';', '<'])
      if (run !== '') findOtherText((head + run.repeat(20_000)).slice(0, 20_000));
  expect((performance.now() - started) / (heads.length * 8)).toBeLessThan(50);
});
