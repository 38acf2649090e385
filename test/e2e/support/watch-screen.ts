import { setTimeout as wait } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { typeScan } from './type-scan.ts';

/** One verdict as a person at the station had it: read on the banner, and what sounded with it. */
export interface Verdict {
  readonly feedback_id: string;
  readonly level: string;
  readonly code: string;
  /** The scanned text as shown. */
  readonly text: string;
  readonly headline: string;
  /** Rules under the headline. */
  readonly findings: readonly string[];
  readonly sound: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** The cover "the station has stopped" came or went. */
export interface Cover {
  readonly shown: boolean;
  readonly at: number;
}

/** A person scans again so long (ms) after a refusal; sooner, a code counts as the rest of the torn one. */
export const AGAIN_MS = 700;

/** Milliseconds on the page's clock. */
export interface KeyTime {
  /** When the key was hit, as its event says. */
  readonly hit: number;
  /** When the page got it: later by a pause of the browser or the machine. */
  readonly got: number;
}

interface Watch {
  readonly verdicts: Verdict[];
  readonly covers: Cover[];
  /** The keys, newest last; Shift and Ctrl say nothing by themselves and are left out, here and below. */
  readonly keys: KeyTime[];
  /** Keys that the wedge let through to the page, or gave back to it. */
  readonly reached: string[];
}

declare global {
  interface Window {
    serialbridgeWatch?: Watch;
  }
}

/**
 * Notes every verdict and every host-lost cover from the page's own markup, so that a test does not miss what stood there for a moment
 * only. Call before the page is opened.
 */
export async function watchScreen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const watch: Watch = { verdicts: [], covers: [], keys: [], reached: [] };
    window.serialbridgeWatch = watch;
    // a key that the wedge gives back to the page is no second one
    const noteTime = ({ key, isTrusted, timeStamp }: KeyboardEvent): void => {
      if (isTrusted && key !== 'Shift' && key !== 'Control')
        watch.keys.push({ hit: timeStamp, got: performance.now() });
    };
    window.addEventListener('keydown', noteTime, { capture: true });
    const noteReached = ({ key }: KeyboardEvent): void => {
      if (key !== 'Shift' && key !== 'Control') watch.reached.push(key);
    };
    // after the wedge, which listens on the window, and before anybody else
    document.addEventListener('keydown', noteReached, { capture: true });
    const look = (): void => {
      const banner = document.querySelector<HTMLElement>('[data-testid="feedback"]');
      const id = banner?.dataset['feedbackId'];
      if (banner !== null && id !== undefined && watch.verdicts.every((one) => one.feedback_id !== id)) {
        watch.verdicts.push({
          feedback_id: id,
          level: banner.dataset['level'] ?? '',
          code: banner.dataset['code'] ?? '',
          text: banner.querySelector('span[title]')?.getAttribute('title') ?? '',
          headline: banner.querySelector('[data-testid="verdict-headline"]')?.textContent ?? '',
          findings: [...banner.querySelectorAll<HTMLElement>('li')].map((item) => item.dataset['code'] ?? ''),
          sound: document.documentElement.dataset['lastSound'] ?? '',
          at: Date.now(),
        });
      }
      const shown = document.querySelector('[data-testid="host-lost"]') !== null;
      if (shown !== (watch.covers.at(-1)?.shown ?? false)) watch.covers.push({ shown, at: Date.now() });
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
  });
}

const watchOf = <T>(page: Page, pick: (watch: Watch) => T): Promise<T> =>
  page.evaluate(`(${pick.toString()})(window.serialbridgeWatch)`);

/** Every verdict so far, oldest first. */
export const readVerdicts = (page: Page): Promise<readonly Verdict[]> => watchOf(page, (watch) => watch.verdicts);
export const readCovers = (page: Page): Promise<readonly Cover[]> => watchOf(page, (watch) => watch.covers);
/** Takes the times of the keys since the last call. */
export const takeKeyTimes = (page: Page): Promise<readonly KeyTime[]> => watchOf(page, (watch) => watch.keys.splice(0));

/** Takes the keys that the wedge let through to the page since the last call. */
export const takeReached = (page: Page): Promise<readonly string[]> =>
  watchOf(page, (watch) => watch.reached.splice(0));

/** What stands on the banner now; null: nothing yet. */
export async function readFeedback(page: Page): Promise<Verdict | null> {
  const banner = page.getByTestId('feedback');
  await banner.waitFor();
  return (await readVerdicts(page)).at(-1) ?? null;
}

const SCAN_PATIENCE_MS = 5000;

/** What the page says of a burst that came in pieces, when the machine stalled; the host is not asked then. */
const TORN_CODES: ReadonlySet<string> = new Set(['ui.scan.broken', 'ui.scan.no-suffix']);
export const isTorn = ({ code }: Verdict): boolean => TORN_CODES.has(code);

/** A wedge takes no longer pause than this (ms) for one burst (packages/ui/src/wedge/wedge-key.ts). */
export const HOLD_MS = 35;

/** The longest pause (ms) between two keys, as they were hit or as the page got them. */
export function longestGap(times: readonly KeyTime[]): number {
  const gaps = times.slice(1).map(({ hit, got }, at) => {
    const before = times[at];
    return before === undefined ? 0 : Math.max(hit - before.hit, got - before.got);
  });
  return Math.max(0, ...gaps);
}

/** The usual pause (ms) between keys, as they were hit. */
export function usualGap(times: readonly KeyTime[]): number {
  return ((times.at(-1)?.hit ?? 0) - (times[0]?.hit ?? 0)) / Math.max(1, times.length - 1);
}

/**
 * The answer to a scan: the verdict on its text, or that it came in pieces. Null: none came, and by the page's own times of the keys (taken
 * before: takeKeyTimes) the machine was so slow that they were a person's typing. @throws if there is none else: a scan was swallowed
 */
export async function answerTo(page: Page, text: string, after: number): Promise<Verdict | null> {
  const until = Date.now() + SCAN_PATIENCE_MS;
  for (;;) {
    const said = (await readVerdicts(page)).slice(after);
    const answer = said.find((one) => one.text === text) ?? said.find(isTorn);
    if (answer !== undefined) return answer;
    if (Date.now() > until) {
      const gap = longestGap(await takeKeyTimes(page));
      if (gap >= HOLD_MS) return null;
      const covers = JSON.stringify((await readCovers(page)).slice(-2));
      throw new Error(
        `${text} was swallowed (longest pause ${gap} ms). Said since: ${JSON.stringify(said)}; the cover: ${covers}`,
      );
    }
    await wait(15);
  }
}

/** Scans as a person does: a code that the machine tore (refused aloud) is scanned again. Gives the verdict on it. */
export async function scanAndRead(page: Page, text: string, delay_ms?: number): Promise<Verdict> {
  for (let tries = 1; ; tries += 1) {
    const before = (await readVerdicts(page)).length;
    await takeKeyTimes(page);
    await typeScan(page, text, delay_ms);
    const answer = await answerTo(page, text, before);
    if (answer !== null && !isTorn(answer)) return answer;
    if (tries === 10) throw new Error(`${text} came in pieces ten times`);
    await wait(AGAIN_MS);
  }
}
