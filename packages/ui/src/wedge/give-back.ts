import { controlCharacter, GS, typedCharacter } from './key-character.ts';
import { insertTyping, isWidget, keyTarget, showsTyping } from './insert-typing.ts';
import { changesWidget, isNative, repeatKey } from './repeat-key.ts';
import type { WedgeKey } from './wedge-key.ts';

export interface HeldEvent {
  readonly event: KeyboardEvent;
  readonly target: EventTarget | null;
  /** The browser did at once what it does with the key; only the page's own listeners have not heard of it. */
  readonly native: boolean;
}

export const keyOf = (event: KeyboardEvent): WedgeKey => ({
  key: event.key,
  code: event.code,
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

/** The browser must be left this key if it is the first one held: no page can do later what it does. */
export function hold(event: KeyboardEvent, first: boolean): HeldEvent {
  const target = keyTarget(event);
  const native = first && (isNative(event) || (isWidget(target) && changesWidget(event)));
  return { event, target, native };
}

/** The event as the page's listeners get it, in the place of the one that was held back. */
function again(event: KeyboardEvent): KeyboardEvent {
  const { key, code, location, shiftKey, altKey, ctrlKey, metaKey, isComposing } = event;
  const modifierAltGraph = event.getModifierState('AltGraph');
  return new KeyboardEvent('keydown', {
    key,
    code,
    location,
    shiftKey,
    altKey,
    ctrlKey,
    metaKey,
    isComposing,
    modifierAltGraph,
    bubbles: true,
    cancelable: true,
    composed: true,
  });
}

export interface GiveBack {
  /** The events made here, which are not held back again. */
  readonly ours: WeakSet<Event>;
  /** Runs what the page does with a key to its end, as between two keys that come by themselves. */
  readonly settle: (act: () => void) => void;
}

/** Gives a person's key to the page as if it had come now: a keydown for the page's listeners, then what the browser does with it. */
export function giveBack({ event, target, native }: HeldEvent, { ours, settle }: GiveBack): void {
  const key = keyOf(event);
  const character = typedCharacter(key);
  // a separator that nothing followed: it means nothing to a page
  if ((character ?? controlCharacter(key)) === GS) return;
  const there = target instanceof Node && !target.isConnected ? (document.activeElement ?? document.body) : target;
  const repeated = again(event);
  ours.add(repeated);
  let left = true;
  settle(() => {
    left = there?.dispatchEvent(repeated) !== false;
  });
  if (!left || native) return;
  if (character === null) repeatKey(there, event);
  else insertTyping(there, character);
}
