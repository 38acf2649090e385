import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { takeKeyTimes } from './watch-screen.ts';
import { XDOTOOL, type XDisplay } from './x-display.ts';

const GS = '\u001D';
const run = promisify(execFile);

/** The keyboard of an X display: real key events, Shift and Ctrl as keys of their own, to the window in focus. */
export interface XKeyboard {
  /** Types a text with xdotool's `--delay` (ms; from key to key about half of it passes). GS goes as Ctrl+]. */
  type(text: string, delay_ms: number): Promise<void>;
  /** A keyboard scanner reads a code: the text and Enter in one run. */
  scan(text: string, delay_ms: number): Promise<void>;
  /** Texts, and xdotool's own commands among them, in one run. Behind such a key the whole delay passes, and so it gets half. */
  burst(parts: readonly (string | readonly string[])[], delay_ms: number): Promise<void>;
  /** Presses one key or chord by its X name: `ctrl+bracketright`. */
  press(chord: string): Promise<void>;
  /** Holds a key down so long that it repeats. */
  hold(key: string, ms: number): Promise<void>;
}

/** xdotool's commands for a text; one process types it all, so that no start of a process tears it. */
function typing(text: string, delay_ms: number): readonly string[] {
  const delay = ['--delay', String(delay_ms)];
  return text.split(GS).flatMap((part, at) => [
    ...(at > 0 ? ['key', ...delay, 'ctrl+bracketright'] : []),
    // a text that begins with a dash is no option
    ...(part === '' ? [] : ['type', ...delay, '--args', '1', '--', part]),
  ]);
}

/** Gives the X focus to the browser's window (no window manager is there to do it); the page is watched, and has got a key, when this returns. */
export async function takeKeyboard(page: Page, display: XDisplay): Promise<XKeyboard> {
  const xdotool = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run(XDOTOOL, [...args], { env: { ...process.env, DISPLAY: display.name } });
    return stdout.trim();
  };
  const arrived = async (): Promise<boolean> => (await takeKeyTimes(page)).length > 0;
  await expect(async () => {
    await arrived();
    for (const window of (await xdotool('search', '--onlyvisible', '--class', 'chrom')).split('\n')) {
      await xdotool('windowfocus', '--sync', window, 'key', 'Pause');
      await wait(100);
      if (await arrived()) return;
    }
    throw new Error('no window of the browser takes keys');
  }).toPass({ timeout: 20_000 });
  return {
    type: async (text, delay_ms) => void (await xdotool(...typing(text, delay_ms))),
    scan: async (text, delay_ms) =>
      void (await xdotool(...typing(text, delay_ms), 'key', '--delay', String(delay_ms), 'Return')),
    burst: async (parts, delay_ms) =>
      void (await xdotool(
        ...parts.flatMap((part) =>
          typeof part === 'string'
            ? typing(part, delay_ms)
            : part.flatMap((word) => (word === 'key' ? ['key', '--delay', String(Math.floor(delay_ms / 2))] : [word])),
        ),
      )),
    press: async (chord) => void (await xdotool('key', chord)),
    hold: async (key, ms) => void (await xdotool('keydown', key, 'sleep', String(ms / 1000), 'keyup', key)),
  };
}
