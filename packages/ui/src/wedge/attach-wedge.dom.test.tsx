import * as fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { attachWedge, type WedgeScan } from './attach-wedge.ts';
import { keysOf, STRAY_KEYS, strayScan } from './stray-keys.ts';
import type { WedgeKey } from './wedge-key.ts';

let scans: WedgeScan[] = [];
let faults: string[] = [];
let detach: () => void = () => undefined;
let time = 0;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  scans = [];
  faults = [];
  time = 1000;
  document.body.innerHTML = '';
  detach = attachWedge({ onScan: (scan) => scans.push(scan), onFault: (fault) => faults.push(fault.kind) });
});
afterEach(() => {
  detach();
  vi.useRealTimers();
});

/** One key, `gap` ms after the last: the timers run first, as in a page that is not busy. Returns whether its default was left alone. */
function hit(target: EventTarget, key: string, gap: number, init: KeyboardEventInit = {}): boolean {
  vi.advanceTimersByTime(gap);
  time += gap;
  const common = { key, code: `Key${key}`, bubbles: true, cancelable: true, composed: true, ...init };
  const down = new KeyboardEvent('keydown', common);
  Object.defineProperty(down, 'timeStamp', { value: time });
  const native = target.dispatchEvent(down);
  target.dispatchEvent(new KeyboardEvent('keyup', common));
  return native;
}
function type(target: EventTarget, text: string, gap: number): void {
  for (const key of Array.from(text)) hit(target, key === '\r' ? 'Enter' : key, gap);
}
function field<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  setUp: (element: HTMLElementTagNameMap[Name]) => void = () => undefined,
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  setUp(element);
  document.body.append(element);
  element.focus();
  return element;
}

test('a scan never reaches the field in focus, and its Enter submits nothing', () => {
  const input = field('input');
  const seen = vi.fn<() => void>();
  input.addEventListener('keydown', seen);
  input.addEventListener('keyup', seen);
  input.addEventListener('input', seen);
  type(input, ']C0SN-1234', 5);
  expect(hit(input, 'Enter', 5)).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(scans).toMatchObject([
    { raw: ']C0SN-1234', text: 'SN-1234', aim_id: ']C0', symbology: 'code-128', without_suffix: false },
  ]);
  expect(input.value).toBe('');
  expect(seen).not.toHaveBeenCalled();
});

test('a scan is heard with the focus nowhere', () => {
  type(document.body, 'SN-1234\r', 2);
  expect(scans).toMatchObject([{ text: 'SN-1234', aim_id: null }]);
});

test('typing arrives in a field, with its keydown and input events, at the caret', () => {
  const input = field('input', (element) => {
    element.value = '<>';
  });
  input.setSelectionRange(1, 1);
  const downs: string[] = [];
  const inputs: (string | null)[] = [];
  document.addEventListener('keydown', (event) => downs.push(event.key), { signal: AbortSignal.timeout(60_000) });
  input.addEventListener('input', (event) => inputs.push(event instanceof InputEvent ? event.data : null));
  type(input, 'hey', 100);
  vi.advanceTimersByTime(100);
  expect(input.value).toBe('<hey>');
  expect(downs).toEqual(['h', 'e', 'y']);
  expect(inputs).toEqual(['h', 'e', 'y']);
  expect(scans).toEqual([]);
});

test('typing keeps to maxlength, and leaves a read-only field alone', () => {
  const short = field('input', (element) => {
    element.maxLength = 2;
  });
  type(short, 'abc', 100);
  vi.advanceTimersByTime(100);
  expect(short.value).toBe('ab');
  const fixed = field('textarea', (element) => {
    element.readOnly = true;
  });
  type(fixed, 'abc', 100);
  vi.advanceTimersByTime(100);
  expect(fixed.value).toBe('');
});

test('Enter after typing keeps its meaning, and comes after the last character', () => {
  const input = field('input');
  type(input, 'ab', 100);
  let valueAtEnter = '';
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') valueAtEnter = input.value;
  });
  expect(hit(input, 'Enter', 20)).toBe(true);
  expect(valueAtEnter).toBe('ab');
});

test('a page that handles a key itself still may: no character is inserted then', () => {
  const input = field('input');
  input.addEventListener('keydown', (event) => event.preventDefault());
  type(input, 'a', 100);
  vi.advanceTimersByTime(100);
  expect(input.value).toBe('');
});

test('space on a button presses it; a scan with spaces does not', () => {
  const pressed = vi.fn<() => void>();
  const button = field('button', (element) => element.addEventListener('click', pressed));
  type(button, 'S N 1\r', 5);
  vi.advanceTimersByTime(500);
  expect(pressed).not.toHaveBeenCalled();
  hit(button, ' ', 300);
  vi.advanceTimersByTime(200);
  expect(pressed).toHaveBeenCalledOnce();
});

test('a date field keeps its keys, and its value survives a scan', () => {
  const date = field('input', (element) => {
    element.type = 'date';
    element.value = '2026-11-23';
  });
  expect(hit(date, '1', 300)).toBe(true);
  vi.advanceTimersByTime(300);
  expect(hit(date, '1', 600)).toBe(true);
  date.value = '2026-11-01';
  expect(hit(date, '2', 3)).toBe(false);
  type(date, '3456\r', 3);
  expect(scans).toMatchObject([{ text: '123456' }]);
  expect(date.value).toBe('2026-11-23');
});

test('clicking elsewhere first gives the held key to the field it was typed in', () => {
  const input = field('input');
  hit(input, 'a', 100);
  expect(input.value).toBe('');
  window.dispatchEvent(new Event('pointerdown'));
  expect(input.value).toBe('a');
});

test('a busy page does not turn a scan into typing: times are those of the keys', () => {
  const input = field('input');
  hit(input, 'S', 100);
  const now = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 500);
  vi.advanceTimersByTime(40);
  expect(input.value).toBe('');
  now.mockRestore();
  time -= 35;
  type(input, 'N123\r', 1);
  expect(scans).toMatchObject([{ text: 'SN123' }]);
  expect(input.value).toBe('');
});

test('wedge: a key that came late gives the next one as much longer', () => {
  const input = field('input');
  const arrive = (hitAt: number, arriveAt: number, key: string): void => {
    vi.advanceTimersByTime(arriveAt - performance.now());
    time = hitAt;
    hit(input, key, 0);
  };
  const start = performance.now();
  arrive(start, start + 60, 'S');
  // 40 ms of silence, more than a hold: the second key, hit 5 ms after the first, is late as well
  arrive(start + 5, start + 100, 'N');
  for (const [at, key] of ['1', '2', 'Enter'].entries()) arrive(start + 10 + at, start + 101 + at, key);
  expect(scans).toMatchObject([{ text: 'SN12' }]);
  expect(input.value).toBe('');
  expect(faults).toEqual([]);
});

test('wedge: with the focus in no field, keys that a busy computer delivers late are still one scan', () => {
  hit(document.body, 'S', 300);
  // The second key was hit 4 ms after the first and is delivered 120 ms later.
  vi.advanceTimersByTime(116);
  type(document.body, 'N123\r', 4);
  expect(scans).toMatchObject([{ text: 'SN123' }]);
  expect(faults).toEqual([]);
});

test('after detaching, keys are the page’s own, and what was held is not lost', () => {
  const input = field('input');
  hit(input, 'a', 100);
  detach();
  expect(input.value).toBe('a');
  expect(hit(input, 'b', 5)).toBe(true);
});

test('a burst without Enter is given to the field, and said', () => {
  const input = field('input');
  type(input, 'SN12345', 5);
  vi.advanceTimersByTime(200);
  expect(input.value).toBe('SN12345');
  expect(faults).toEqual(['no-suffix']);
});

const initOf = ({
  code,
  ctrl = false,
  alt = false,
  meta = false,
  composing = false,
}: Partial<WedgeKey>): KeyboardEventInit => ({
  code: code ?? '',
  ctrlKey: ctrl,
  altKey: alt,
  metaKey: meta,
  isComposing: composing,
});

test('wedge.broken: a key without a character anywhere in a scan: the page’s own listeners hear of no key at all', () => {
  const input = field('input', (element) => {
    element.value = 'as it was';
  });
  const button = field('button');
  const seen: string[] = [];
  const note = (event: Event): void => void seen.push(event.type);
  const listening = new AbortController();
  for (const name of ['keydown', 'keypress', 'keyup', 'beforeinput', 'input', 'change', 'click', 'focusin', 'focusout'])
    document.addEventListener(name, note, { capture: true, signal: listening.signal });
  fc.assert(
    fc.property(strayScan(STRAY_KEYS), fc.constantFrom(input, button, document.body), (scan, place) => {
      scans = [];
      faults = [];
      for (const { key, gap, ...more } of keysOf({ ...scan, suffix: scan.suffix ?? 'Enter' })) {
        const native = hit(place, key, gap, initOf(more));
        const left = more.composing === true || (more.meta === true && key === 'v');
        expect(native, `${key}: the browser may do nothing with it`).toBe(left && native);
      }
      vi.advanceTimersByTime(1000);
      const inside = scan.strays.some(({ at }) => at <= scan.text.length);
      expect(scans.map(({ raw }) => raw)).toEqual(scans.length > 0 ? [scan.text] : []);
      expect(faults).toEqual(scans.length > 0 ? [] : ['broken']);
      expect(scans.length === 0 || !inside).toBe(true);
      expect(seen).toEqual([]);
      expect(input.value).toBe('as it was');
    }),
    { numRuns: 1500, seed: 15 },
  );
  listening.abort();
});

test('a person’s F8 acts within the shortest hold, with all that its event says', () => {
  const input = field('input');
  const heard: KeyboardEvent[] = [];
  input.addEventListener('keydown', (event) => heard.push(event));
  expect(hit(input, 'F8', 300, { shiftKey: true, code: 'F8' })).toBe(false);
  expect(heard).toEqual([]);
  vi.advanceTimersByTime(36);
  expect(heard).toMatchObject([{ key: 'F8', code: 'F8', shiftKey: true, target: input }]);
});

test('the system’s own key to close the program is never held back', () => {
  expect(hit(document.body, 'F4', 300, { altKey: true })).toBe(true);
});

test('a key whose place is gone goes to the page', () => {
  const input = field('input');
  const heard = vi.fn<() => void>();
  window.addEventListener('keydown', heard, { once: true });
  hit(input, 'F8', 300);
  input.remove();
  vi.advanceTimersByTime(50);
  expect(heard).toHaveBeenCalledOnce();
});

test.each(['scanner', 'person'])(
  'what the browser did at once with a paste is put back or told to the page: by a %s',
  (who) => {
    const input = field('input', (element) => {
      element.value = 'mine';
    });
    const told = vi.fn<() => void>();
    input.addEventListener('input', told);
    expect(hit(input, 'v', 600, { ctrlKey: true, code: 'KeyV' }), 'left to the browser').toBe(true);
    input.value = 'mine and more';
    input.dispatchEvent(new InputEvent('input', { bubbles: true }));
    expect(told).not.toHaveBeenCalled();
    if (who === 'scanner') type(input, 'SN-0001\r', 4);
    else vi.advanceTimersByTime(40);
    expect(input.value).toBe(who === 'scanner' ? 'mine' : 'mine and more');
    expect(told).toHaveBeenCalledTimes(who === 'scanner' ? 0 : 1);
    expect(faults).toEqual(who === 'scanner' ? ['broken'] : []);
  },
);

test('the character that the system types for an Alt code is the scanner’s as well', () => {
  const input = field('input');
  const send = (name: string, key: string, code: string, gap = 4): boolean => {
    vi.advanceTimersByTime(gap);
    time += gap;
    const event = new KeyboardEvent(name, { key, code, altKey: true, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: time });
    return input.dispatchEvent(event);
  };
  hit(input, 'S', 600);
  send('keydown', 'Alt', 'AltLeft');
  for (const digit of '0228') {
    send('keydown', digit, `Numpad${digit}`);
    send('keyup', digit, `Numpad${digit}`, 0);
  }
  send('keyup', 'Alt', 'AltLeft');
  expect(send('keypress', 'ä', '', 0), 'the system’s ä goes nowhere').toBe(false);
  expect(send('keypress', 'ä', '', 0), 'once').toBe(true);
  type(input, 'N-1\r', 4);
  expect(scans).toMatchObject([{ text: 'SäN-1' }]);
  expect(input.value).toBe('');
});
