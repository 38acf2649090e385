import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { keyOf, session } from './type-scan.ts';

/** One key as an event of the keyboard. What is pressed under Alt is in `under`: Alt goes down before it and up behind it. */
export interface KeyPress {
  readonly key: string;
  readonly code: string;
  readonly key_code: number;
  readonly ctrl?: boolean;
  readonly alt?: boolean;
  readonly meta?: boolean;
  readonly shift?: boolean;
  /** What the key types. */
  readonly text?: string;
  readonly under?: readonly KeyPress[];
}

export function pressesOf(text: string): readonly KeyPress[] {
  return Array.from(text, (character) => {
    const { key, code, keyCode, shift } = keyOf(character);
    return { key, code, key_code: keyCode, shift, text: character === '\n' ? '\r' : character };
  });
}

interface KeyEvent {
  readonly type: 'keyDown' | 'rawKeyDown' | 'keyUp' | 'char';
  readonly press: KeyPress;
}

/** Windows types the character of an Alt code when Alt comes up. */
function eventsOf(press: KeyPress): readonly KeyEvent[] {
  const { under = [], ...own } = press;
  const down = { type: own.text === undefined || under.length > 0 ? 'rawKeyDown' : 'keyDown', press: own } as const;
  const up = { type: 'keyUp', press: own } as const;
  const typed = under.length > 0 && own.text !== undefined ? [{ type: 'char', press: own } as const] : [];
  return [down, ...under.flatMap(eventsOf), up, ...typed];
}

/** Sends keys with an even pace (ms) of their own, however slow the machine is meanwhile: a browser believes no time to come, so they go when the last was hit. */
export async function sendPresses(page: Page, presses: readonly KeyPress[], gap_ms: number): Promise<void> {
  const cdp = await session(page);
  const events = presses.flatMap(eventsOf);
  const began = Date.now();
  await wait(events.length * gap_ms);
  let hit = -1;
  const sent = events.map(({ type, press }) => {
    if (type !== 'keyUp' && type !== 'char') hit += 1;
    const { ctrl = false, alt = false, meta = false, shift = false, text } = press;
    return cdp.send('Input.dispatchKeyEvent', {
      type,
      timestamp: (began + hit * gap_ms) / 1000,
      key: press.key,
      code: press.code,
      windowsVirtualKeyCode: press.key_code,
      modifiers: (alt ? 1 : 0) + (ctrl ? 2 : 0) + (meta ? 4 : 0) + (shift ? 8 : 0),
      ...(text === undefined || (type !== 'keyDown' && type !== 'char') ? {} : { text }),
    });
  });
  await Promise.all(sent);
}
