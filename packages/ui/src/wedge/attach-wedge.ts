import { readCode, type ScannedCode } from '@serialbridge/core/gs1';
import { flushSync } from 'react-dom';
import { restoreSnapshot, takeSnapshot, type FieldSnapshot } from './field-snapshot.ts';
import { giveBack, hold, keyOf, type HeldEvent } from './give-back.ts';
import { MODIFIERS } from './key-character.ts';
import { WedgeDetector } from './wedge-detector.ts';
import type { WedgeDecision, WedgeFate, WedgeFault, WedgeOptions } from './wedge-key.ts';

/** One code read by a keyboard scanner, and how it came. */
export interface WedgeScan extends ScannedCode {
  readonly without_suffix: boolean;
  readonly caps_lock: boolean;
}

export interface WedgeHandlers {
  readonly onScan: (scan: WedgeScan) => void;
  /** Something of a scanner that is no scan: `broken` (scan again), `no-suffix` (set the scanner up to send Enter). */
  readonly onFault?: (fault: WedgeFault) => void;
}

/** A timer so late means that the page was busy, and keys may be queued behind it; it gets this much more, a few times. */
const LATE_MS = 4;
const EXTENSION_MS = 12;
const MOST_EXTENSIONS = 8;
/**
 * A key that itself came so late (ms, at most this) from the keyboard to the page says that the computer is behind: the next one gets as much
 * longer to arrive.
 */
const MOST_BEHIND_MS = 120;
const CHANGES = ['beforeinput', 'input', 'change'] as const;
/** An Alt code of a scanner has this many digits, and Windows types its character when Alt is up. */
const ALT_DIGITS = 3;
/**
 * Listens for a keyboard scanner wherever the focus is, before any field sees a key. Keys that may begin a scan are held
 * back for some 35 ms (characters 150 where no field has the focus); those that turn out to be a person's are given to the page as if nothing had happened:
 * a keydown for the page's own listeners, then what the browser does with the key. Modifiers say nothing alone, and are
 * the browser's only. Returns how to stop.
 */
export function attachWedge(
  handlers: WedgeHandlers,
  options: Partial<WedgeOptions> = {},
  view: Window = window,
): () => void {
  const detector = new WedgeDetector(options);
  let held: HeldEvent[] = [];
  /** Keys whose keydown the page never saw: their keyup is kept from it too. */
  const withheld = new Set<string>();
  const ours = new WeakSet<Event>();
  let settle: (act: () => void) => void = flushSync;
  let timer: number | undefined;
  let due = 0;
  let extensions = 0;
  let snapshot: FieldSnapshot | null = null;
  /** The browser may have changed the field with a key that is held: a paste, an input method. */
  let touched = false;
  /** What the page was not told of that change, until it is known to be a person's. */
  let untold = new Map<string, EventTarget>();
  /** The character that Windows types for an Alt code is the scanner's, too. */
  let altCodeRead = false;

  const apply = (decision: WedgeDecision): void => {
    const typing = held.slice(0, decision.release);
    held = held.slice(decision.release + decision.discard);
    if (decision.discard > 0 && touched && snapshot !== null) restoreSnapshot(snapshot);
    const late = [...untold];
    if (held.length === 0) {
      snapshot = null;
      untold = new Map();
    }
    const focus = view.document.activeElement;
    for (const key of typing) {
      withheld.delete(key.event.code);
      // where one of them moved the focus, the next ones belong
      const moved = view.document.activeElement !== focus;
      giveBack(moved ? { ...key, target: view.document.activeElement } : key, { ours, settle });
    }
    if (held.length === 0 && decision.discard === 0)
      for (const [name, target] of late) target.dispatchEvent(new Event(name, { bubbles: true, composed: true }));
    if (decision.code !== null) {
      const { text, without_suffix, caps_lock } = decision.code;
      handlers.onScan({ ...readCode(text), without_suffix, caps_lock });
    }
    if (decision.fault !== null) handlers.onFault?.(decision.fault);
  };

  const arm = (hitAt: number): void => {
    view.clearTimeout(timer);
    extensions = 0;
    if (detector.held === 0) return;
    const behind = Math.min(MOST_BEHIND_MS, Math.max(0, performance.now() - hitAt));
    const wait = detector.holdMs + behind;
    due = performance.now() + wait;
    timer = view.setTimeout(expire, wait);
  };

  const expire = (): void => {
    if (extensions < MOST_EXTENSIONS && performance.now() - due > LATE_MS) {
      extensions += 1;
      due = performance.now() + EXTENSION_MS;
      timer = view.setTimeout(expire, EXTENSION_MS);
      return;
    }
    apply(detector.expire());
  };

  const flush = (): void => {
    if (detector.held === 0) return;
    view.clearTimeout(timer);
    apply(detector.expire());
  };

  const keep = (event: KeyboardEvent, fate: WedgeFate): void => {
    withheld.add(event.code);
    event.stopImmediatePropagation();
    const kept = fate === 'hold' ? hold(event, held.length === 0) : null;
    if (held.length === 0) {
      snapshot = kept === null ? null : takeSnapshot(kept.target);
      touched = false;
    }
    if (kept !== null) held.push(kept);
    touched ||= kept?.native === true || keyOf(event).composing;
    if (kept?.native !== true) event.preventDefault();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (ours.has(event)) return;
    altCodeRead = false;
    const decision = detector.press(keyOf(event));
    apply(decision);
    if (decision.fate !== 'pass') keep(event, decision.fate);
    else if (MODIFIERS.has(event.key)) event.stopImmediatePropagation();
    arm(event.timeStamp);
  };

  const onKeyUp = (event: KeyboardEvent): void => {
    if (event.key === 'Alt' && detector.held >= ALT_DIGITS) altCodeRead = true;
    apply(detector.lift(event.key, event.code, event.timeStamp));
    const kept = withheld.delete(event.code);
    if (!kept && !MODIFIERS.has(event.key)) return;
    event.stopImmediatePropagation();
    if (kept) event.preventDefault();
  };

  /** The browser types without a keydown only what the system made of an Alt code. */
  const onKeyPress = (event: KeyboardEvent): void => {
    if (!altCodeRead) return;
    altCodeRead = false;
    event.stopImmediatePropagation();
    event.preventDefault();
  };

  const onChange = (event: Event): void => {
    const { target } = event;
    if (!touched || held.length === 0 || target === null) return;
    event.stopImmediatePropagation();
    if (event.type !== 'beforeinput') untold.set(event.type, target);
  };

  const inCapture = { capture: true } as const;
  view.addEventListener('keydown', onKeyDown, inCapture);
  view.addEventListener('keyup', onKeyUp, inCapture);
  view.addEventListener('keypress', onKeyPress, inCapture);
  for (const name of CHANGES) view.addEventListener(name, onChange, inCapture);
  // whoever moves the focus by hand has stopped typing: what is held belongs to the old place
  view.addEventListener('pointerdown', flush, inCapture);
  view.addEventListener('blur', flush);
  return () => {
    // the page may be rendering
    settle = (act) => act();
    flush();
    view.clearTimeout(timer);
    view.removeEventListener('keydown', onKeyDown, inCapture);
    view.removeEventListener('keyup', onKeyUp, inCapture);
    view.removeEventListener('keypress', onKeyPress, inCapture);
    for (const name of CHANGES) view.removeEventListener(name, onChange, inCapture);
    view.removeEventListener('pointerdown', flush, inCapture);
    view.removeEventListener('blur', flush);
  };
}
