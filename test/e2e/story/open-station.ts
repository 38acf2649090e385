import { join, resolve } from 'node:path';
import { typeAsScanner } from './type-as-scanner.ts';
import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { serveStation } from '@serialbridge/shell/browser';

export interface OpenStation {
  readonly page: Page;
  /** The last verdict, as the operator sees and hears it. */
  readonly feedback: Locator;
  /** Types a code as a wedge scanner does: some milliseconds a key, Enter at the end, focus nowhere in particular. */
  scan(text: string): Promise<void>;
  /** Scans and waits for its own verdict. */
  expectScan(text: string, level: string, code: string): Promise<void>;
  signIn(code: string, pin: string): Promise<void>;
  close(): Promise<void>;
}

export interface StationSpec {
  readonly app: 'receivebridge' | 'shipbridge';
  readonly data: string;
  readonly name: string;
  readonly args: readonly string[];
}

/** A person's pause between two acts; a wedge takes no key that follows typing at once for a scan. */
const BREATH_MS = 300;

/** Opens a station's screens in a new page: real host process behind the supervisor, as `npm start` does it. */
export async function openStation(context: BrowserContext, spec: StationSpec): Promise<OpenStation> {
  const served = await serveStation({
    screens: resolve('apps', spec.app, 'dist', 'screens'),
    host_entry: join('apps', spec.app, 'dist', 'host.js'),
    host_args: ['--data', join(spec.data, spec.name), ...spec.args],
    port: 0,
  });
  const page = await context.newPage();
  await page.goto(served.url);
  const feedback = page.getByTestId('feedback');
  const scan = async (text: string): Promise<void> => {
    await page.bringToFront();
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await page.waitForTimeout(BREATH_MS);
    await typeAsScanner(page, text);
  };
  const shown = async (): Promise<string | null> =>
    (await feedback.count()) === 0 ? null : feedback.getAttribute('data-feedback-id');
  return {
    page,
    feedback,
    scan,
    expectScan: async (text, level, code) => {
      const before = await shown();
      await scan(text);
      await expect.poll(shown, { message: `a verdict on ${text}` }).not.toBe(before);
      await expect(feedback, `${text}: ${await feedback.innerText()}`).toHaveAttribute('data-level', level);
      await expect(feedback, `${text} sounded`).toHaveAttribute('data-last-sound', level === 'info' ? /.*/ : level);
      await expect(
        feedback.locator(`[data-code="${code}"]`).first(),
        `${text} is ${code}, not: ${await feedback.innerText()}`,
      ).toBeVisible();
    },
    signIn: async (code, pin) => {
      await page.bringToFront();
      await expect(page.getByTestId('sync-state')).toHaveAttribute('data-state', 'online');
      await page.getByTestId('sign-in-code').fill(code);
      await page.getByTestId('sign-in-pin').fill(pin);
      await page.getByTestId('sign-in-pin').press('Enter');
      await expect(page.getByTestId('sign-in-code')).toHaveCount(0);
    },
    close: async () => {
      await page.close();
      await served.close();
    },
  };
}
