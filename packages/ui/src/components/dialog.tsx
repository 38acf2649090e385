import { FocusTrap, Modal } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { useT } from '../i18n/use-t.ts';
import classes from './dialog.module.css';
import { ShortcutLayer } from './shortcut-layer.tsx';
import { useShortcut } from './use-shortcut.ts';

export interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly children: ReactNode;
  /** Buttons at the foot, the deciding one last. */
  readonly actions?: ReactNode;
  readonly width?: string;
  /** Fixed height of the content, for dialogs whose content grows. */
  readonly height?: string;
}

/** Esc closes what it stands in: put inside a ShortcutLayer. */
export function EscapeCloses({ onClose }: { onClose: () => void }): null {
  const t = useT();
  useShortcut('Esc', t('ui.close'), onClose);
  return null;
}

/** A dialog with its own layer of keys; Esc closes it. */
export function Dialog({
  opened,
  onClose,
  title,
  children,
  actions,
  width = '40rem',
  height,
}: DialogProps): ReactElement {
  const t = useT();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      closeOnEscape={false}
      title={title}
      size={width}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
      classNames={{ title: classes['title'] ?? '', header: classes['header'] ?? '', body: classes['body'] ?? '' }}
    >
      {opened ? (
        <ShortcutLayer>
          <EscapeCloses onClose={onClose} />
          <div className={classes['content']} style={height === undefined ? undefined : { height }}>
            {children}
          </div>
          {actions === undefined ? null : <footer className={classes['actions']}>{actions}</footer>}
          <FocusTrap.InitialFocus />
        </ShortcutLayer>
      ) : null}
    </Modal>
  );
}
