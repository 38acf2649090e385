import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { Dialog, KeyHint, shortcutStore } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { DialogScans } from '../scan/dialog-scans.tsx';
import classes from './shortcut-help.module.css';

/** Every key that acts on the page below, read from the page itself: the help cannot be out of date. */
export function ShortcutHelp({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactElement {
  const t = useT();
  const shortcuts = useStore(shortcutStore, (state) => state.shortcuts);
  const page = shortcuts
    .filter((shortcut) => shortcut.layer === 0)
    .toSorted((a, b) => a.keys.localeCompare(b.keys, undefined, { numeric: true }));
  const always = [
    ['↑ ↓', t('ui.keys.move')],
    ['Enter', t('ui.keys.open')],
    ['Esc', t('ui.keys.close')],
    ['Tab', t('ui.keys.next-field')],
  ] as const;
  return (
    <Dialog opened={opened} onClose={onClose} title={t('ui.help.title')} width="48rem">
      <DialogScans onCancel={onClose} />
      <p className={classes['intro']}>{t('ui.help.scan-anywhere')}</p>
      <dl className={classes['keys']}>
        {page.map((shortcut) => (
          <div key={shortcut.id}>
            <dt>
              <KeyHint keys={shortcut.keys} />
            </dt>
            <dd>{shortcut.label}</dd>
          </div>
        ))}
        {always.map(([keys, label]) => (
          <div key={keys}>
            <dt>
              <KeyHint keys={keys} />
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
