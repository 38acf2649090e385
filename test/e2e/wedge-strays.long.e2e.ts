import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { chromium, test, type Browser } from '@playwright/test';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';
import { furnish } from '@serialbridge/testing/processes/furnish';
import { CAMERA } from '@serialbridge/testing/processes/warehouse-files';
import { launchStation } from './support/launch-station.ts';
import { placesOf, strayCell, type KeyTarget, type StrayWatch } from './support/stray-cell.ts';
import { longestGap, scanAndRead, takeKeyTimes } from './support/watch-screen.ts';
import { watchCalls } from './support/watch-calls.ts';
import { watchSubmits } from './support/watch-submits.ts';
import { missingForKeys, startDisplay, type XDisplay } from './support/x-display.ts';
import { takeKeyboard, type XKeyboard } from './support/x-keyboard.ts';

/**
 * Keys without a character within a scan, and each way of GS, as real key events of an X server's keyboard: every kind at five places of the code, in a
 * field and nowhere, at four paces, at both stations. The short version without an X server is wedge-strays.e2e.ts.
 */
const missing = [...missingForKeys()];
test.skip(missing.length > 0, `needs ${missing.join(' and ')}`);
test.describe.configure({ mode: 'serial', timeout: 600_000 });
test.use({ trace: 'off' });

const GS = '\u001D';
/** xdotool's `--delay` (ms); from key to key about half of it passes. */
const DELAYS = [0, 5, 20, 34] as const;
/** A pause (ms) of the machine that no scanner makes: the burst is sent again. */
const PAUSE_MS = 21;
const TRIES = 6;

interface Chord {
  /** xdotool's commands. */
  readonly commands: readonly string[];
  /** The keyboard layout that it needs. */
  readonly layout?: string;
}
const key = (name: string, layout = 'us'): Chord => ({ commands: ['key', name], layout });
const altCode = (digits: string): Chord => ({
  commands: ['keydown', 'Alt_L', ...Array.from(digits, (digit) => ['key', `KP_${digit}`]).flat(), 'keyup', 'Alt_L'],
});

const STRAYS: Readonly<Record<string, Chord>> = {
  F8: key('F8'),
  F12: key('F12'),
  Escape: key('Escape'),
  ArrowDown: key('Down'),
  ArrowLeft: key('Left'),
  Home: key('Home'),
  End: key('End'),
  PageUp: key('Prior'),
  Delete: key('Delete'),
  Backspace: key('BackSpace'),
  'dead key': key('dead_acute', 'us(intl)'),
  'Alt+2': key('alt+2'),
  'Alt+2 (number pad)': altCode('2'),
  'Ctrl++': key('ctrl+plus'),
  'Ctrl+$': key('ctrl+dollar'),
  'Meta+1': key('super+1'),
};
/** 35 is the place of ] on every layout. */
const GS_WAYS: Readonly<Record<string, Chord>> = {
  'Ctrl+] (US)': key('ctrl+bracketright'),
  'Ctrl++ (German)': key('ctrl+35', 'de'),
  'Ctrl+$ (French)': key('ctrl+35', 'fr'),
  'Ctrl+¨ (Swedish)': key('ctrl+35', 'se'),
  'Alt+029': altCode('029'),
  'Alt+0029': altCode('0029'),
};

const run = promisify(execFile);
const table: string[] = [];
let data: string;
let central: CentralProcess;
let display: XDisplay;
let browser: Browser;

test.beforeAll(async ({ launchOptions }) => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-wedge-strays-'));
  display = await startDisplay();
  central = await startCentralProcess(data);
  await furnish(central.admin);
  browser = await chromium.launch({
    ...launchOptions,
    headless: false,
    env: { ...process.env, DISPLAY: display.name },
  });
});
test.afterAll(async () => {
  if (table.length > 0)
    console.log(['', 'station        kind                       focus    delay  places  came', ...table].join('\n  '));
  await browser?.close();
  await central?.stop();
  await display?.stop();
  if (data !== undefined) rmSync(data, { recursive: true, force: true });
});

interface XDesk extends StrayWatch {
  readonly keyboard: XKeyboard;
}

let layoutNow = 'us';
async function useLayout(layout: string): Promise<void> {
  if (layout === layoutNow) return;
  const [, name = layout, variant = ''] = /^(\w+)(?:\((\w+)\))?$/u.exec(layout) ?? [];
  await run('setxkbmap', ['-display', display.name, name, variant]);
  layoutNow = layout;
  // the browser reads the new keymap when it gets round to it
  await wait(500);
}

interface Burst {
  readonly about: string;
  readonly place: KeyTarget;
  readonly parts: readonly (string | Chord)[];
  readonly delay_ms: number;
  readonly whole: string | null;
}

/** Sends a burst until the machine itself makes no pause in it. */
async function sendBurst(desk: XDesk, { about, place, parts, delay_ms, whole }: Burst): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    await takeKeyTimes(desk.page);
    const send = (): Promise<void> =>
      desk.keyboard.burst(
        parts.map((part) => (typeof part === 'string' ? part : part.commands)),
        delay_ms,
      );
    try {
      await strayCell(desk, place, send, whole, about);
      return tries;
    } catch (error) {
      const gap = longestGap(await takeKeyTimes(desk.page));
      if (gap < PAUSE_MS || tries === TRIES) throw error;
      await wait(700);
    }
  }
}

async function everyKind(desk: XDesk): Promise<void> {
  const places = placesOf(desk.page);
  const text = 'ZZ-0012345';
  const end = { commands: ['key', 'Return'] };
  let n = 0;
  const note = (what: string, place: string, delay_ms: number, count: number, came: string): void =>
    void table.push(
      `${desk.station.padEnd(14)} ${what.padEnd(26)} ${place.padEnd(8)} ${String(delay_ms).padStart(5)} ${String(count).padStart(7)}  ${came}`,
    );
  for (const [name, stray] of Object.entries(STRAYS)) {
    await useLayout(stray.layout ?? 'us');
    for (const place of places) {
      const delay_ms = DELAYS[n++ % DELAYS.length] ?? 0;
      let tries = 0;
      const at = [0, 1, 2, 6, text.length];
      for (const where of at) {
        const about = `${desk.station}, ${name} as key ${where + 1}, ${place.name}, --delay ${delay_ms}`;
        const parts = [text.slice(0, where), stray, text.slice(where), end];
        tries += await sendBurst(desk, { about, place, parts, delay_ms, whole: null });
      }
      const again = tries > at.length ? ` (${tries - at.length} sent again: the machine paused)` : '';
      note(name, place.name, delay_ms, at.length, `refused as broken, once each; nothing submitted${again}`);
    }
  }
  for (const [name, gs] of Object.entries(GS_WAYS)) {
    await useLayout(gs.layout ?? 'us');
    for (const place of places)
      for (const delay_ms of DELAYS) {
        const front = `]C10109501101530003219501${String(n++).padStart(4, '0')}`;
        const about = `${desk.station}, GS by ${name}, ${place.name}, --delay ${delay_ms}`;
        const whole = `${front}${GS}10LOT-b`;
        await sendBurst(desk, { about, place, parts: [front, gs, '10LOT-b', end], delay_ms, whole });
        note(`GS by ${name}`, place.name, delay_ms, 1, 'submitted whole');
      }
  }
  await useLayout('us');
}

for (const [app, name, opening] of [
  ['receivebridge', 'dock', ['PO-1001', CAMERA.upc, 'LMA00001']],
  ['shipbridge', 'table', ['SO-5003', CAMERA.upc]],
] as const)
  test(`wedge-strays: real keys at ${app}: nothing or the whole code, and the page sees none of it`, async () => {
    const page = await browser.newPage();
    const submitted = watchSubmits(page);
    const calls = watchCalls(page);
    const host = await launchStation(page, { app, name, data, central });
    try {
      for (const code of opening) await scanAndRead(page, code, 5);
      await everyKind({ page, station: app, submitted, calls, keyboard: await takeKeyboard(page, display) });
    } finally {
      await page.close();
      await host.close();
    }
  });
