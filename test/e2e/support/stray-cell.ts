import { setTimeout as wait } from 'node:timers/promises';
import { expect, type Page } from '@playwright/test';
import { readCode, type ScannedCode } from '@serialbridge/core/gs1';
import { readPageState } from './page-state.ts';
import { readVerdicts, takeReached, type Verdict } from './watch-screen.ts';

export interface StrayWatch {
  readonly page: Page;
  readonly station: string;
  readonly submitted: ScannedCode[];
  readonly calls: string[];
}

/** A place for the focus: a field with a text in it, or nowhere. */
export interface KeyTarget {
  readonly name: 'field' | 'nowhere';
  readonly focus: () => Promise<void>;
}

/** The scan field, with a typed text whose middle holds the caret; or nothing. */
export function placesOf(page: Page): readonly [field: KeyTarget, nowhere: KeyTarget] {
  const field = page.getByTestId('scan-field');
  const fill = async (): Promise<void> => {
    await field.fill('typed');
    await field.evaluate((input: HTMLInputElement) => input.setSelectionRange(3, 3));
  };
  return [
    {
      name: 'field',
      focus: async () => {
        await fill();
        await field.focus();
      },
    },
    {
      name: 'nowhere',
      focus: async () => {
        await fill();
        await page.evaluate(() =>
          document.activeElement instanceof HTMLElement ? document.activeElement.blur() : null,
        );
      },
    },
  ];
}

const ANSWER_MS = 3000;
/** Behind a code's end this long (ms) nothing is part of it any more. */
const BREATH_MS = 80;
const QUIET_MS = 60;

async function said(page: Page, before: number): Promise<readonly Verdict[]> {
  const until = Date.now() + ANSWER_MS;
  while (Date.now() < until && (await readVerdicts(page)).length === before) await wait(15);
  await wait(QUIET_MS);
  return (await readVerdicts(page)).slice(before);
}

/**
 * Sends one burst and sees what the host was given, and that the page did nothing by itself: no key reached it, nothing was asked of the host, no field,
 * page or focus changed. `whole`: the code that must come out; null: none may, and the screen says once that the scan came apart.
 */
export async function strayCell(
  { page, submitted, calls }: StrayWatch,
  place: KeyTarget,
  send: () => Promise<void>,
  whole: string | null,
  about: string,
): Promise<readonly Verdict[]> {
  await place.focus();
  await wait(BREATH_MS);
  await takeReached(page);
  const state = await readPageState(page);
  const before = (await readVerdicts(page)).length;
  submitted.length = 0;
  calls.length = 0;
  await send();
  const verdicts = await said(page, before);
  expect(submitted, about).toEqual(whole === null ? [] : [readCode(whole)]);
  expect(
    verdicts.map(({ code }) => (whole === null ? code : 'one')),
    about,
  ).toEqual([whole === null ? 'ui.scan.broken' : 'one']);
  expect(await takeReached(page), `${about}: keys that the page saw`).toEqual([]);
  expect(calls, `${about}: asked of the host`).toEqual([]);
  expect(await readPageState(page), about).toEqual(state);
  return verdicts;
}
