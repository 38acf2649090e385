import { useEffect, useId, useRef } from 'react';
import { shortcutStore } from './shortcut-store.ts';
import { useShortcutLayer } from './shortcut-layer.tsx';

/** Binds a key for as long as the component is mounted, and lists it in the help. `keys` undefined: none. */
export function useShortcut(keys: string | undefined, label: string, run: () => void, enabled = true): void {
  const id = useId();
  const layer = useShortcutLayer();
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (keys === undefined) return undefined;
    const shortcut = { id, keys, label, layer, enabled, run: () => latest.current() };
    shortcutStore.setState((state) => ({ shortcuts: [...state.shortcuts, shortcut] }));
    return () => shortcutStore.setState((state) => ({ shortcuts: state.shortcuts.filter((one) => one.id !== id) }));
  }, [id, keys, label, layer, enabled]);
}
