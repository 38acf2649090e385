import { readCode } from '@serialbridge/core/gs1';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Feedback } from '@serialbridge/protocol/station';
import { PROTOCOL_VERSION } from '@serialbridge/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newPairingCode } from '../../scripts/demo/load-demo.ts';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { BOSS, furnish, PACKER } from '@serialbridge/testing/processes/furnish';
import { startStationProcess, type StationProcess } from '@serialbridge/testing/processes/station-process';
import { CAMERA, LENS } from '@serialbridge/testing/processes/warehouse-files';
import { Answers } from './support/answers.ts';
import { refused } from './support/caught.ts';

/** What a dock worker's scanner or a stranger's program can put into a running station, and what it says to that. */
const PATIENCE_MS = 120_000;
const answers = new Answers();
let data: string;
let central: CentralProcess;
let dock: StationProcess;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-bad-station-'));
  central = await startCentralProcess(data);
  await furnish(central.admin);
  dock = await startStationProcess({
    app: 'receivebridge',
    data,
    name: 'dock',
    central_url: central.url,
    pairing_code: await newPairingCode(central.admin, 'dock', 'receiving'),
  });
  await dock.until('station', ({ sync }) => sync.state === 'online' && sync.cache_fresh_at !== null, 'synced');
}, PATIENCE_MS);
afterAll(async () => {
  answers.print('Bad input at a station');
  await dock?.stop();
  await central?.stop();
  rmSync(data, { recursive: true, force: true });
});

const codesOf = (feedback: Feedback): readonly string[] => [
  feedback.headline.code,
  ...feedback.findings.map((finding) => finding.code),
];

async function scan(what: string, text: string): Promise<Feedback> {
  const feedback = await dock.scan(text);
  answers.add(what, `${feedback.level}: ${[...new Set(codesOf(feedback))].join(', ')}`);
  return feedback;
}

/** The serials counted on the open document. */
async function counted(): Promise<readonly string[]> {
  const { rows } = await dock.client.call('receiving.list_serials', { line_id: null, find: '', offset: 0, limit: 500 });
  return rows.map((row) => row.serial_raw);
}

test(
  'bad input: a scan with nobody signed in is refused, and a PIN guessed at a station locks',
  { timeout: PATIENCE_MS },
  async () => {
    expect((await scan('a scan while nobody is signed in', 'PO-1001')).level).toBe('refused');
    const codes: string[] = [];
    for (let guess = 0; guess < 7; guess += 1) {
      const { codes: said, message } = await refused(
        dock.client.call('station.sign_in', { code: PACKER.code, pin: `900${guess}` }),
      );
      codes.push(...said);
      if (guess === 0 || guess === 6)
        answers.add(`PIN guess ${guess + 1} at a station`, `${said.join(', ')}: ${message}`);
    }
    expect(codes[0]).toBe('auth.wrong-pin');
    expect(codes.at(-1)).toBe('auth.locked');
    // Locked means the right PIN too; another person is not kept out by it.
    expect((await refused(dock.client.call('station.sign_in', { code: PACKER.code, pin: PACKER.pin }))).codes).toEqual([
      'auth.locked',
    ]);
    expect(dock.state('station').operator).toBeNull();
    await dock.client.call('station.sign_in', { code: BOSS.code, pin: BOSS.pin });
    await dock.until('station', ({ operator }) => operator?.code === '22', 'signed in');
  },
);

test(
  'bad input: a PIN guessed while central is away locks as well, and a restart does not forgive it',
  { timeout: PATIENCE_MS },
  async () => {
    const guess = () => refused(dock.client.call('station.sign_in', { code: PACKER.code, pin: '9999' }));
    await central.stop();
    const { codes } = await guess();
    answers.add('PIN guess 8, central away', codes.join(', '));
    expect(codes).toEqual(['auth.locked']);
    await dock.stop('SIGKILL');
    await central.start();
    dock = await startStationProcess({ app: 'receivebridge', data, name: 'dock', central_url: central.url });
    await dock.until('station', ({ operator }) => operator?.code === '22', 'still signed in after the crash');
    const again = await guess();
    answers.add('PIN guess 9, after kill -9 of the host', again.codes.join(', '));
    expect(again.codes).toEqual(['auth.locked']);
  },
);

test(
  'bad input: scans that mean nothing, mean something else, or are no scans at all',
  { timeout: PATIENCE_MS },
  async () => {
    expect(await scan('unknown barcode on the list', '9999999999994')).toMatchObject({ level: 'refused' });
    expect(await scan('the PO', 'PO-1001')).toMatchObject({ level: 'info' });
    expect(await scan('a product of no line of this PO', '042100005264')).toMatchObject({ level: 'refused' });
    expect(await scan('the product', CAMERA.upc)).toMatchObject({ level: 'info' });
    const wrong: readonly (readonly [string, string])[] = [
      ['two serials run together', `${CAMERA.serial(1)}${CAMERA.serial(2)}`],
      ['product and serial run together', `${CAMERA.upc}${CAMERA.serial(1)}`],
      ['an empty scan', ''],
      ['a scan of blanks', '   '],
      ['a scan of 10,000 characters', 'X'.repeat(10_000)],
      ['a NUL inside a serial', `CM0\u00000001`],
      ['an escape character inside a serial', 'CM0\u001B00001'],
      ['a line end inside a serial', 'CM00\n001'],
      ['only control characters', '\u0001\u0002\u0003'],
      ['the PO number in a serial prompt', 'PO-1001'],
      ['an order number in a serial prompt', 'SO-5001'],
      ['the product’s UPC in a serial prompt', CAMERA.upc],
      ['another product’s SKU in a serial prompt', LENS.sku],
      ['back to the first product', CAMERA.upc],
      ['a badge that nobody has', 'BADGE-9999'],
      ['a serial too short', 'CM1'],
      ['a serial too long', 'CM0000001'],
      ['a right-to-left override', 'CM\u202E00001'],
    ];
    const letIn: string[] = [];
    for (const [what, text] of wrong) {
      const feedback = await scan(what, text);
      if (!['refused', 'info'].includes(feedback.level) || feedback.headline.code === 'internal')
        letIn.push(`${what}: ${feedback.level} ${codesOf(feedback).join(', ')}`);
    }
    expect(letIn).toEqual([]);
    expect(await counted()).toEqual([]);
    // After all that the station works.
    expect(await scan('a serial', CAMERA.serial(1))).toMatchObject({ level: 'accepted' });
    expect(await scan('the same serial again', CAMERA.serial(1))).toMatchObject({ level: 'refused' });
    expect(await counted()).toEqual([CAMERA.serial(1)]);
  },
);

test(
  'bad input: calls outside the contract are refused with what is wrong, and nothing is recorded',
  { timeout: PATIENCE_MS },
  async () => {
    const before = await counted();
    const { client } = dock;
    const longer = await refused(client.call('scan.submit', { via: 'wedge', ...readCode('X'.repeat(20_001)) }));
    answers.add('a scan of 20,001 characters', `${longer.codes.join(', ')}: ${longer.message}`);
    expect(longer.codes).toEqual(['request.invalid']);
    const huge = await refused(client.call('scan.submit', { via: 'wedge', ...readCode('X'.repeat(9 * 1024 * 1024)) }));
    answers.add('a call of 9 MB', `${huge.codes.join(', ')}: ${huge.message}`);
    expect(huge.codes).toEqual(['request.too-large']);
    expect(await counted()).toEqual(before);
  },
);

interface Raw {
  readonly frames: readonly {
    readonly kind?: string;
    readonly faults?: readonly { readonly code: string; readonly message: string }[];
  }[];
  readonly close: number | null;
}

/** What a program that is no screen of ours gets: frames until the line is closed, or for a second. */
function speak(url: string, texts: readonly string[]): Promise<Raw> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url);
    const frames: Raw['frames'][number][] = [];
    const end = (close: number | null): void => {
      clearTimeout(timer);
      resolve({ frames, close });
      socket.close();
    };
    const timer = setTimeout(() => end(null), 20_000);
    socket.addEventListener('open', () => {
      for (const text of texts) socket.send(text);
    });
    socket.addEventListener('message', ({ data: text }) => {
      frames.push(JSON.parse(String(text)) as Raw['frames'][number]);
    });
    socket.addEventListener('close', ({ code }) => end(code));
  });
}

test(
  'bad input: a screen of a newer protocol, a frame of 50 MB, no JSON, no token',
  { timeout: PATIENCE_MS },
  async () => {
    const { contract_url: url } = dock;
    const newer = await speak(url, [
      JSON.stringify({ kind: 'hello', protocol: PROTOCOL_VERSION + 1, novelty: { a: 1 } }),
    ]);
    const [first] = newer.frames;
    answers.add(
      'a screen of a newer protocol',
      `${first?.kind} ${first?.faults?.[0]?.code}: ${first?.faults?.[0]?.message}`,
    );
    expect(first).toMatchObject({ kind: 'refused', faults: [{ code: 'sync.protocol-newer' }] });
    const hello = JSON.stringify({ kind: 'hello', protocol: PROTOCOL_VERSION });
    const large = await speak(url, [hello, 'x'.repeat(50 * 1024 * 1024)]);
    answers.add('a frame of 50 MB', `the line is closed with ${large.close} (1009: message too big)`);
    expect(large.close).toBe(1009);
    const noJson = await speak(url, ['scan CM000001 please']);
    answers.add('a frame that is no JSON', `${noJson.frames[0]?.kind} ${noJson.frames[0]?.faults?.[0]?.code}`);
    expect(noJson.frames[0]).toMatchObject({ kind: 'refused', faults: [{ code: 'request.invalid' }] });
    const noHello = await speak(url, [
      JSON.stringify({ kind: 'call', id: 1, method: 'receiving.discard', params: { reason: 'x' } }),
    ]);
    answers.add('a call before hello', `${noHello.frames[0]?.kind} ${noHello.frames[0]?.faults?.[0]?.code}`);
    expect(noHello.frames[0]).toMatchObject({ kind: 'refused' });
    const stranger = await speak(url.replace(/token=.*/u, 'token=guess'), [hello]);
    answers.add('a program without the token', `no line (${stranger.close})`);
    expect(stranger.frames).toEqual([]);
    // The station went on meanwhile.
    expect(await counted()).toEqual([CAMERA.serial(1)]);
    expect(await scan('a serial after that', CAMERA.serial(2))).toMatchObject({ level: 'accepted' });
  },
);
