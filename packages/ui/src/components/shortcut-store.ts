import { createStore, type StoreApi } from 'zustand/vanilla';

/** One key that does something now. `keys` is written as on the button: `F8`, `Ctrl+Z`, `Alt+1`, `Esc`. */
export interface Shortcut {
  readonly id: string;
  readonly keys: string;
  readonly label: string;
  /** Which layer owns it: only the topmost layer's shortcuts act. */
  readonly layer: number;
  readonly enabled: boolean;
  readonly run: () => void;
}

export interface ShortcutState {
  readonly shortcuts: readonly Shortcut[];
  /** Open layers, oldest first; 0 is the page itself. */
  readonly layers: readonly number[];
}

export const shortcutStore: StoreApi<ShortcutState> = createStore(() => ({ shortcuts: [], layers: [0] }));

export const topLayer = (state: ShortcutState): number => state.layers.at(-1) ?? 0;

const NAMES: Readonly<Record<string, string>> = { Escape: 'Esc', ' ': 'Space', ArrowUp: '↑', ArrowDown: '↓' };

/** A key event in the words of a button: modifiers in a fixed order. */
export function nameOfKeys(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey'>): string {
  const key = NAMES[event.key] ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  const parts = [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    event.shiftKey && event.key.length > 1 ? 'Shift' : '',
    key,
  ];
  return parts.filter((part) => part !== '').join('+');
}

const EDITING: ReadonlySet<string> = new Set(['Delete', 'Backspace', 'Home', 'End']);

/** A field in which this key types, or moves the caret: there it is no shortcut. */
function isTypedInto(event: KeyboardEvent): boolean {
  if (
    event.ctrlKey ||
    event.altKey ||
    event.metaKey ||
    !(event.key.length === 1 || EDITING.has(event.key) || event.key.startsWith('Arrow'))
  )
    return false;
  const target = event.composedPath()[0] ?? event.target;
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && target.type !== 'radio' && target.type !== 'checkbox')
  );
}

/** The top layer's shortcut for an event, whether it can act now or not. */
export function shortcutFor(event: KeyboardEvent): Shortcut | undefined {
  if (isTypedInto(event)) return undefined;
  const state = shortcutStore.getState();
  const keys = nameOfKeys(event);
  return state.shortcuts.find((one) => one.keys === keys && one.layer === topLayer(state));
}
