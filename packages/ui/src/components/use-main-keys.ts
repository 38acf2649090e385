import { useEffect, useRef } from 'react';
import { useShortcutLayer } from './shortcut-layer.tsx';
import { shortcutStore, topLayer } from './shortcut-store.ts';

/** Keys that reach the page itself, with nothing focused and no dialog open, go to its main list. */
export function useMainKeys(main: boolean, onKey: (event: KeyboardEvent) => void): void {
  const latest = useRef(onKey);
  const layer = useShortcutLayer();
  useEffect(() => {
    latest.current = onKey;
  });
  useEffect(() => {
    if (!main) return undefined;
    const listen = (event: KeyboardEvent): void => {
      const bare = !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey;
      if (bare && event.target === document.body && topLayer(shortcutStore.getState()) === layer) latest.current(event);
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, [main, layer]);
}
