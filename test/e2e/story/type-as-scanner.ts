import type { CDPSession, Page } from '@playwright/test';

const sessions = new WeakMap<Page, CDPSession>();
const GAP_S = 0.004;

/**
 * A keyboard-wedge scanner: real key events with the times a scanner gives them, each sent without waiting for the one before to be answered, Enter
 * last. (Playwright's own typing waits for each key, so that a busy machine tears holes into a code that no scanner makes.)
 */
export async function typeAsScanner(page: Page, text: string): Promise<void> {
  const session = sessions.get(page) ?? (await page.context().newCDPSession(page));
  sessions.set(page, session);
  const began = Date.now() / 1000;
  const sent = [...Array.from(text), 'Enter'].flatMap((key, position) => {
    const enter = key === 'Enter' ? { code: 'Enter', windowsVirtualKeyCode: 13 } : {};
    const event = { key, modifiers: /^[A-Z*:_]$/.test(key) ? 8 : 0, timestamp: began + position * GAP_S, ...enter };
    return [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', text: key === 'Enter' ? '\r' : key, ...event }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...event }),
    ];
  });
  await Promise.all(sent);
}
