import { createContext, useContext, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { shortcutFor, shortcutStore, type Shortcut } from './shortcut-store.ts';

const Layer = createContext(0);
let lastLayer = 0;

/** The keys of what is inside act, and those beneath do not, as long as this is mounted: dialogs and drawers. */
export function ShortcutLayer({ children }: { children: ReactNode }): ReactElement {
  const [layer] = useState(() => ++lastLayer);
  useEffect(() => {
    shortcutStore.setState((state) => ({ layers: [...state.layers, layer] }));
    return () => shortcutStore.setState((state) => ({ layers: state.layers.filter((one) => one !== layer) }));
  }, [layer]);
  return <Layer value={layer}>{children}</Layer>;
}

export const useShortcutLayer = (): number => useContext(Layer);

const isShown = (element: Element): boolean => element instanceof HTMLElement && element.offsetParent !== null;
/** An open menu or drop-down list: Esc is for it, not for what is beneath. A list that is part of the page can be reached by Tab, and is none. */
const popupOpen = (): boolean =>
  [...document.querySelectorAll('[role="menu"], [role="listbox"]:not([tabindex="0"])')].some(isShown);

/**
 * Listens once for the page. What a key means is settled before anybody acts on it: a dialog that closes on this very key must not uncover
 * the page beneath to the same key. A key that a field or the scanner took is left alone.
 */
export function ShortcutListener(): null {
  useEffect(() => {
    // By event: a key that the scanner's watch gives back is dispatched in the middle of the next one.
    const meanings = new WeakMap<KeyboardEvent, Shortcut>();
    const onCapture = (event: KeyboardEvent): void => {
      const meant = event.key === 'Escape' && popupOpen() ? undefined : shortcutFor(event);
      if (meant !== undefined) meanings.set(event, meant);
    };
    const onBubble = (event: KeyboardEvent): void => {
      const meant = meanings.get(event);
      if (meant === undefined || event.defaultPrevented) return;
      event.preventDefault();
      if (meant.enabled && !event.repeat) meant.run();
    };
    window.addEventListener('keydown', onCapture, { capture: true });
    window.addEventListener('keydown', onBubble);
    return () => {
      window.removeEventListener('keydown', onCapture, { capture: true });
      window.removeEventListener('keydown', onBubble);
    };
  }, []);
  return null;
}
