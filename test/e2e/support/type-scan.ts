import { setTimeout as wait } from 'node:timers/promises';
import type { CDPSession, Page } from '@playwright/test';

export interface Key {
  readonly key: string;
  readonly code: string;
  readonly keyCode: number;
  readonly shift: boolean;
}

const SHIFT = 8;
const CTRL = 2;
/** Keys closer than this (ms) come without a pause. */
const PAUSE_MS = 30;
const sessions = new WeakMap<Page, Promise<CDPSession>>();

export function session(page: Page): Promise<CDPSession> {
  const open = sessions.get(page) ?? page.context().newCDPSession(page);
  sessions.set(page, open);
  return open;
}

/** A key of a US keyboard, as scanners send them. */
export function keyOf(character: string): Key {
  if (character === '\n') return { key: 'Enter', code: 'Enter', keyCode: 13, shift: false };
  if (/^[a-z]$/iu.test(character)) {
    const upper = character.toUpperCase();
    return {
      key: character,
      code: `Key${upper}`,
      keyCode: upper.codePointAt(0) ?? 0,
      shift: character === upper,
    };
  }
  if (/^\d$/u.test(character))
    return { key: character, code: `Digit${character}`, keyCode: character.codePointAt(0) ?? 0, shift: false };
  return { key: character, code: '', keyCode: 0, shift: false };
}

/** Epoch seconds, as the protocol counts; absent: when it is sent. */
type HitAt = { readonly timestamp?: number };

/** One key down and up, not waited for: hardware does not wait for a page either. Control characters go as Ctrl with a letter. */
function press(cdp: CDPSession, character: string, hitAt: HitAt = {}): Promise<unknown>[] {
  const code = character.codePointAt(0) ?? 0;
  const control = code < 32 && character !== '\n';
  const { shift, ...key } = keyOf(control ? String.fromCodePoint(code + 64) : character);
  const modifiers = control ? CTRL : shift ? SHIFT : 0;
  const text = control ? '' : character === '\n' ? '\r' : character;
  const event = { key: key.key, code: key.code, windowsVirtualKeyCode: key.keyCode, modifiers, ...hitAt };
  return [
    cdp.send('Input.dispatchKeyEvent', {
      ...event,
      type: control ? 'rawKeyDown' : 'keyDown',
      ...(text === '' ? {} : { text }),
    }),
    cdp.send('Input.dispatchKeyEvent', { ...event, type: 'keyUp' }),
  ];
}

/** Types a text key by key with this pause (ms) between keys, to whatever has the focus. */
export async function typeKeys(page: Page, text: string, delay_ms: number): Promise<void> {
  const cdp = await session(page);
  const sent: Promise<unknown>[] = [];
  for (const [at, character] of Array.from(text).entries()) {
    if (at > 0 && delay_ms > 0) await wait(delay_ms);
    sent.push(...press(cdp, character));
  }
  await Promise.all(sent);
}

/** A keyboard scanner reads a code: its characters at this pace (ms between keys), then Enter. */
export function typeScan(page: Page, text: string, delay_ms = 4): Promise<void> {
  return typeKeys(page, `${text}\n`, delay_ms);
}

/**
 * Types a text with the times (ms from now) that a scanner gave its keys. What comes without a pause is sent at once, after its last key was hit
 * (a browser believes no time to come): a pause of the machine between two sends tears no hole into a code that no scanner makes.
 */
export async function sendKeys(page: Page, text: string, hitAt: (at: number) => number): Promise<void> {
  const cdp = await session(page);
  const began = Date.now();
  const sent: Promise<unknown>[] = [];
  let ready: readonly (() => void)[] = [];
  for (const [at, character] of Array.from(text).entries()) {
    ready = [...ready, () => sent.push(...press(cdp, character, { timestamp: (began + hitAt(at)) / 1000 }))];
    if (at + 1 < text.length && hitAt(at + 1) - hitAt(at) < PAUSE_MS) continue;
    await wait(Math.max(0, began + hitAt(at) - Date.now()));
    for (const send of ready) send();
    ready = [];
  }
  await Promise.all(sent);
}

/** A scanner's code with its own even pace, however slow the machine is meanwhile. */
export function sendScan(page: Page, text: string, delay_ms = 4): Promise<void> {
  return sendKeys(page, `${text}\n`, (at) => at * delay_ms);
}
