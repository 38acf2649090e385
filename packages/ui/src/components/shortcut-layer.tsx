import { createContext, useContext, useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { runShortcut, shortcutStore } from './shortcut-store.ts';

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

/** Listens once for the page. A key that a field or the scanner already took is left alone. */
export function ShortcutListener(): null {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (!event.defaultPrevented && runShortcut(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return null;
}
