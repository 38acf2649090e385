import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { readCode, type ScannedCode } from '@serialbridge/core/gs1';
import { readPageState, type PageState } from './page-state.ts';
import { median } from '@serialbridge/testing/statistics';
import {
  AGAIN_MS,
  HOLD_MS,
  isTorn,
  longestGap,
  readVerdicts,
  takeKeyTimes,
  takeReached,
  usualGap,
  type Verdict,
} from './watch-screen.ts';

/** Where the focus is while codes are scanned. */
export interface FocusTarget {
  readonly name: string;
  /** Puts the focus there, and everything as it was before the first scan. */
  readonly focus: () => Promise<void>;
  /** A person's typing shows there: what is too slow for a scanner cannot be told from it. */
  readonly field: boolean;
  /** Scans go to the host; a dialog refuses them aloud itself. */
  readonly host_asked: boolean;
}

export interface ScanWatch {
  readonly page: Page;
  readonly submitted: ScannedCode[];
  readonly scan: (text: string) => Promise<void>;
}

/** What became of one place's scans at one speed. */
export interface ScanCell {
  readonly scans: number;
  readonly verdicts: number;
  /** Codes between whose keys the machine paused: refused aloud, and scanned again. */
  readonly torn: number;
  /** Keys that the page got of whole codes. */
  readonly leaked: number;
  /** The usual pause (ms) between keys, as the page got them. */
  readonly gap_ms: number;
}

const ANSWER_MS = 4000;
/** No second verdict comes later than this (ms) after the first. */
const QUIET_MS = 20;
const BREATH_MS = 250;

async function verdictsSince(page: Page, before: number): Promise<readonly Verdict[]> {
  const until = Date.now() + ANSWER_MS;
  while (Date.now() < until && (await readVerdicts(page)).length === before) await wait(10);
  await wait(QUIET_MS);
  return (await readVerdicts(page)).slice(before);
}

/**
 * Scans each text where the focus is, and sees that it is read whole, once and exactly, and that the page noticed nothing. A code between whose
 * keys the machine itself paused (the page's own times of the keys tell) may be refused aloud, never taken in part; it is scanned again.
 */
export async function scanCell(watch: ScanWatch, place: FocusTarget, texts: readonly string[]): Promise<ScanCell> {
  const { page, submitted } = watch;
  let torn = 0;
  let verdictCount = 0;
  let leaked = 0;
  const gaps: number[] = [];
  const begin = async (): Promise<PageState> => {
    await place.focus();
    await wait(BREATH_MS);
    await takeKeyTimes(page);
    await takeReached(page);
    return readPageState(page);
  };
  let state = await begin();
  for (let done = 0; done < texts.length;) {
    const text = texts[done] ?? '';
    const before = (await readVerdicts(page)).length;
    submitted.length = 0;
    await watch.scan(text);
    const verdicts = await verdictsSince(page, before);
    const [times, reached, after] = await Promise.all([takeKeyTimes(page), takeReached(page), readPageState(page)]);
    const said = verdicts.map((one) => `${one.level} ${one.code} ${one.text}`).join('; ');
    const about = `${place.name}: ${JSON.stringify(text)}, longest pause ${longestGap(times).toFixed(0)} ms, said: ${said}`;
    if (longestGap(times) >= HOLD_MS && verdicts.every(isTorn)) {
      torn += 1;
      expect(submitted, about).toEqual([]);
      // where nobody types, a torn code is refused aloud and presses nothing
      if (!place.field) {
        expect(verdicts, about).not.toEqual([]);
        expect(reached, about).not.toContain('Enter');
      }
      expect(torn, 'the machine tears more codes than it brings whole').toBeLessThan(texts.length);
      await wait(AGAIN_MS);
      state = await begin();
      continue;
    }
    const code = readCode(text);
    leaked += reached.length;
    expect(
      verdicts.map((one) => one.text),
      about,
    ).toEqual([code.text]);
    expect(verdicts.filter(isTorn), about).toEqual([]);
    expect(verdicts[0]?.sound, about).toBe(verdicts[0]?.level);
    expect(submitted, about).toEqual(place.host_asked ? [code] : []);
    expect(reached, about).toEqual([]);
    expect(after, about).toEqual(state);
    gaps.push(usualGap(times));
    verdictCount += verdicts.length;
    done += 1;
  }
  return { scans: texts.length, verdicts: verdictCount, torn, leaked, gap_ms: median(gaps) };
}
