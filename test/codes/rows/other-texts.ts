import { type CodeRow, read, refused } from '../support/code-row.ts';

const WEB = /web address|link|web page/iu;
const scanner = { via: 'scanner' } as const;
const SEVERAL = /two|several|more than one|one by one/iu;

const LINKS: readonly CodeRow[] = [
  refused('web address', 'https://www.maker.example/support?model=H3000', WEB),
  refused('web address in capitals', 'HTTPS://QR.MAKER.EXAMPLE/A1B2C3', WEB, scanner),
  refused('without encryption', 'http://maker.example/w/4471902', WEB),
  refused('without its beginning', 'www.maker.example/register', WEB),
  refused('without its beginning, in capitals', 'WWW.MAKER.EXAMPLE/R/77', WEB, scanner),
  refused('an app of a shop', 'market://details?id=example.hub', WEB),
  refused('web address with a serial in it', 'https://maker.example/r?sn=HX9000077', WEB),
  refused('a keyboard that lost the colon', 'https//www.maker.example/w/1', /web address|link|keyboard/iu),
  refused('mail', 'mailto:service@maker.example', /mail|web address|link/iu),
  refused('telephone', 'tel:+4930123456', /phone|call|web address|link/iu, scanner),
];

const SETUP: readonly CodeRow[] = [
  refused('Wi-Fi', 'WIFI:T:WPA;S:Hub-5G;P:secret99;;', /wi-?fi/iu),
  refused('Wi-Fi, fields in another order', 'WIFI:S:Guest;T:nopass;H:true;;', /wi-?fi/iu, scanner),
  refused('Wi-Fi in small letters', 'wifi:S:hub;T:WPA;P:abc12345;;', /wi-?fi/iu),
  refused('Wi-Fi Easy Connect', 'DPP:C:81/1,115/36;M:5254005828e5;K:MDkwEwYHKoZIzj0CAQ;;', /wi-?fi|set.* up|network/iu),
  refused('pairing with a smart home', 'MT:Y.K9042C00KA0648G00', /set.* up|pairing|smart home/iu, scanner),
  refused('pairing with a smart home, another', 'X-HM://0052BBYC3HUBX', /set.* up|pairing|smart home/iu),
  refused('card of a person', 'BEGIN:VCARD\nVERSION:3.0\nN:Doe;Jo\nEND:VCARD', /contact|card|person/iu),
  refused('card of a person, short form', 'MECARD:N:Doe,Jo;TEL:030123;;', /contact|card|person/iu),
];

const WORDS: readonly CodeRow[] = [
  read('S/N and the serial', 'S/N: TX9000001', { serial: 'TX9000001' }),
  read('S/N without a colon', 'S/N TX9000002', { serial: 'TX9000002' }),
  read('SN and colon', 'SN:TX9000003', { serial: 'TX9000003' }, scanner),
  read('Serial No.', 'Serial No.: TX9000004', { serial: 'TX9000004' }),
  read('Serial Number', 'SERIAL NUMBER: TX9000005', { serial: 'TX9000005' }, scanner),
  read('model and serial', 'Model: H3000 S/N: TX9000006', { serial: 'TX9000006' }),
  read('lines', 'Model: H3000\r\nS/N: TX9000007\r\nMAC: 001B44113AB8', { serial: 'TX9000007' }),
  read('in a QR code that says so', ']Q1P/N:H3000;S/N:TX9000008;DATE:2648', { serial: 'TX9000008' }, scanner),
  refused('two serials with their words', 'S/N: TX9000010 S/N: TX9000011', SEVERAL, { steps: ['serial', 'document'] }),
  refused('words without a serial', 'Model: H3000 Rev: B Date: 2026-11', /label|serial|text|model|facts/iu, {
    steps: ['list', 'document'],
  }),
];

const SEVERAL_SERIALS: readonly CodeRow[] = [
  refused('two serials, comma', 'TX9000020,TX9000021', SEVERAL, { steps: ['serial', 'document'] }),
  refused('two serials, semicolon', 'TX9000022;TX9000023', SEVERAL, { ...scanner, steps: ['serial', 'document'] }),
  refused('two serials, line end', 'TX9000024\r\nTX9000025', SEVERAL, { steps: ['serial', 'document'] }),
  refused('two serials, tab', 'TX9000026\tTX9000027', SEVERAL, { steps: ['serial', 'document'] }),
  refused('a carton of four', 'TX9000030,TX9000031,TX9000032,TX9000033', SEVERAL, { steps: ['serial', 'document'] }),
  refused('two serials of digits', '904471100,904471101', SEVERAL, { steps: ['serial', 'document'] }),
  refused('two serials in a QR code that says so', ']Q1TX9000034; TX9000035', SEVERAL, {
    ...scanner,
    steps: ['serial', 'document'],
  }),
  refused('two serials, bar', 'TX9000036|TX9000037', SEVERAL, { steps: ['serial', 'document'] }),
];

export const OTHER_TEXTS: readonly CodeRow[] = [...LINKS, ...SETUP, ...WORDS, ...SEVERAL_SERIALS];
