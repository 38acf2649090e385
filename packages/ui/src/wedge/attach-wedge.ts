import { readCode, type ScannedCode } from '@serialbridge/core/gs1';
import { insertTyping, isWidget, keyTarget, showsTyping } from './insert-typing.ts';
import { WedgeDetector } from './wedge-detector.ts';
import type { WedgeDecision, WedgeFate, WedgeKey, WedgeOptions } from './wedge-key.ts';

/** One code read by a keyboard scanner, and how it came. */
export interface WedgeScan extends ScannedCode {
  readonly without_suffix: boolean;
  readonly caps_lock: boolean;
}

export interface WedgeHandlers {
  readonly onScan: (scan: WedgeScan) => void;
  /** Something of a scanner that is no scan: `broken` (scan again), `no-suffix` (set the scanner up to send Enter). */
  readonly onFault?: (fault: { readonly kind: 'broken' | 'no-suffix'; readonly text: string }) => void;
}

interface HeldKey {
  readonly event: KeyboardEvent;
  readonly target: EventTarget | null;
}

/** Widgets keep their keys; this is what they had before a burst began. */
interface Snapshot {
  readonly field: HTMLInputElement | HTMLSelectElement;
  readonly value: string;
}

const keyOf = (event: KeyboardEvent): WedgeKey => ({
  key: event.key,
  time: event.timeStamp,
  repeat: event.repeat,
  ctrl: event.ctrlKey,
  alt: event.altKey,
  meta: event.metaKey,
  alt_graph: event.getModifierState('AltGraph'),
  caps_lock: event.getModifierState('CapsLock'),
  composing: event.isComposing || event.key === 'Process' || event.key === 'Dead',
  in_field: showsTyping(keyTarget(event)),
});

/** A timer so late means that the page was busy, and keys may be queued behind it; it gets this much more, a few times. */
const LATE_MS = 4;
const EXTENSION_MS = 12;
const MOST_EXTENSIONS = 8;
/**
 * A key that itself came so late (ms, at most this) from the keyboard to the page says that the computer is behind: the next one gets as much
 * longer to arrive.
 */
const MOST_BEHIND_MS = 120;
/**
 * Listens for a keyboard scanner wherever the focus is, before any field sees a key. Keys that may begin a scan are held
 * back for some 35 ms (150 where no field has the focus); those that turn out to be typing are given to the page as if nothing had happened: a keydown for
 * the page's own listeners, then the character. Returns how to stop.
 */
export function attachWedge(
  handlers: WedgeHandlers,
  options: Partial<WedgeOptions> = {},
  view: Window = window,
): () => void {
  const detector = new WedgeDetector(options);
  let held: HeldKey[] = [];
  /** Keys whose keydown the page never saw: their keyup is kept from it too. */
  const withheld = new Set<string>();
  const ours = new WeakSet<Event>();
  let timer: number | undefined;
  let due = 0;
  let extensions = 0;
  let snapshot: Snapshot | null = null;

  const giveBack = ({ event, target }: HeldKey): void => {
    withheld.delete(event.code);
    // a control character nobody followed up, or a widget that had its key already
    if (event.ctrlKey && !event.getModifierState('AltGraph')) return;
    if (isWidget(target)) return;
    const { key, code, location, shiftKey, altKey, ctrlKey } = event;
    const again = new KeyboardEvent('keydown', {
      key,
      code,
      location,
      shiftKey,
      altKey,
      ctrlKey,
      bubbles: true,
      cancelable: true,
      composed: true,
    });
    ours.add(again);
    if (target?.dispatchEvent(again) !== false) insertTyping(target, key);
  };

  const restoreWidget = (): void => {
    if (snapshot === null || snapshot.field.value === snapshot.value) return;
    snapshot.field.value = snapshot.value;
    snapshot.field.dispatchEvent(new Event('input', { bubbles: true }));
    snapshot.field.dispatchEvent(new Event('change', { bubbles: true }));
  };

  const apply = (decision: WedgeDecision): void => {
    const typing = held.slice(0, decision.release);
    held = held.slice(decision.release + decision.discard);
    if (decision.discard > 0) restoreWidget();
    if (held.length === 0) snapshot = null;
    for (const key of typing) giveBack(key);
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
    const target = keyTarget(event);
    if (fate === 'hold') {
      if (held.length === 0 && isWidget(target)) snapshot = { field: target, value: target.value };
      held.push({ event, target });
    }
    withheld.add(event.code);
    event.stopImmediatePropagation();
    // the first key of what may be typing still goes to a widget; the rest of a burst does not
    if (!(fate === 'hold' && held.length === 1 && isWidget(target))) event.preventDefault();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (ours.has(event)) return;
    const decision = detector.press(keyOf(event));
    apply(decision);
    if (decision.fate !== 'pass') keep(event, decision.fate);
    arm(event.timeStamp);
  };

  const onKeyUp = (event: KeyboardEvent): void => {
    if (!withheld.delete(event.code)) return;
    event.stopImmediatePropagation();
    event.preventDefault();
  };

  const inCapture = { capture: true } as const;
  view.addEventListener('keydown', onKeyDown, inCapture);
  view.addEventListener('keyup', onKeyUp, inCapture);
  // whoever moves the focus by hand has stopped typing: what is held belongs to the old place
  view.addEventListener('pointerdown', flush, inCapture);
  view.addEventListener('blur', flush);
  return () => {
    flush();
    view.clearTimeout(timer);
    view.removeEventListener('keydown', onKeyDown, inCapture);
    view.removeEventListener('keyup', onKeyUp, inCapture);
    view.removeEventListener('pointerdown', flush, inCapture);
    view.removeEventListener('blur', flush);
  };
}
