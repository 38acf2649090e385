import { expect, type BrowserContext, type Locator, type Page } from '@playwright/test';
import { launchStation, signInAt, type LaunchOptions } from '../support/launch-station.ts';
import { sendScan } from '../support/type-scan.ts';

export interface OpenStation {
  readonly page: Page;
  /** The last verdict, as the operator sees and hears it. */
  readonly feedback: Locator;
  /** Scans with the focus nowhere in particular and waits for the code's own verdict. */
  expectScan(text: string, level: string, code: string): Promise<void>;
  signIn(code: string, pin: string): Promise<void>;
  close(): Promise<void>;
}

/** A person's pause between two acts; a wedge takes no key that follows typing at once for a scan. */
const BREATH_MS = 300;

/** Opens a station's screens in a new page: real host process behind the supervisor, as `npm start` does it. Nobody is signed in. */
export async function openStation(
  context: BrowserContext,
  options: Omit<LaunchOptions, 'operator'>,
): Promise<OpenStation> {
  const page = await context.newPage();
  const station = await launchStation(page, { ...options, operator: null });
  const feedback = page.getByTestId('feedback');
  const scan = async (text: string): Promise<void> => {
    await page.bringToFront();
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    });
    await page.waitForTimeout(BREATH_MS);
    await sendScan(page, text);
  };
  const shown = async (): Promise<string | null> =>
    (await feedback.count()) === 0 ? null : feedback.getAttribute('data-feedback-id');
  return {
    page,
    feedback,
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
      await signInAt(page, { code, pin });
      await expect(page.getByTestId('sign-in-code')).toHaveCount(0);
    },
    close: async () => {
      await page.close();
      await station.close();
    },
  };
}
