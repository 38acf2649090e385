import { Button, Modal } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { useEffect, useState, type ReactElement, type ReactNode, type SyntheticEvent } from 'react';
import classes from './dialog-frame.module.css';
import { ProblemView } from './problem-view.tsx';

interface DialogFrameProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  readonly width?: string;
  readonly onSubmit?: () => void;
  readonly testId?: string;
}

/** What opened the dialog that is open, or the first of several that follow one another. */
let lastOpener: Element | null = null;

function findOpener(): Element | null {
  const active = document.activeElement;
  if (active?.closest('[role="dialog"]')) return lastOpener;
  // A menu's item is gone when the dialog closes; the button of the menu is not.
  const menu = active?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  lastOpener = (menu ? document.getElementById(menu) : null) ?? active;
  return lastOpener;
}

/** Whoever works by keyboard goes on where the dialog was opened, instead of at the top of the page. */
function useFocusReturn(): void {
  const [opener] = useState(findOpener);
  useEffect(
    () => () => {
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    },
    [opener],
  );
}

/** A dialog whose Enter submits and whose Esc closes. It exists only while it is open, so it always begins fresh. */
export function DialogFrame(props: DialogFrameProps): ReactElement {
  const { title, onClose, children, actions, width = '34rem', onSubmit } = props;
  const t = useT();
  useFocusReturn();
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={width}
      closeButtonProps={{ 'aria-label': t('console.close') }}
      classNames={{ title: classes['title'] ?? '' }}
    >
      <form className={classes['form']} onSubmit={submit} noValidate data-testid={props.testId}>
        {children}
        <footer className={classes['actions']}>{actions}</footer>
      </form>
    </Modal>
  );
}

interface SaveDialogProps extends Omit<DialogFrameProps, 'actions' | 'testId' | 'onSubmit'> {
  readonly onSubmit: () => void;
  readonly save: { readonly isPending: boolean; readonly error: Error | null };
  /** The word of the button; left out: Save. */
  readonly word?: string;
  readonly disabled?: boolean;
  /** The button's. */
  readonly testId: string;
}

/** A dialog whose fields are saved, or thrown away; what central says against them stands below them. */
export function SaveDialog({
  save,
  word,
  disabled = false,
  testId,
  children,
  ...frame
}: SaveDialogProps): ReactElement {
  const t = useT();
  return (
    <DialogFrame
      {...frame}
      actions={
        <>
          <Button variant="default" onClick={frame.onClose}>
            {t('console.back')}
          </Button>
          <Button type="submit" variant="filled" loading={save.isPending} disabled={disabled} data-testid={testId}>
            {word ?? t('console.save')}
          </Button>
        </>
      }
    >
      {children}
      <ProblemView error={save.error} />
    </DialogFrame>
  );
}
