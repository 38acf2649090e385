import { Modal } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement, ReactNode, SyntheticEvent } from 'react';
import classes from './dialog-frame.module.css';

interface DialogFrameProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  readonly width?: string;
  readonly onSubmit?: () => void;
  readonly testId?: string;
}

/** A dialog whose Enter submits and whose Esc closes. It exists only while it is open, so it always begins fresh. */
export function DialogFrame(props: DialogFrameProps): ReactElement {
  const { title, onClose, children, actions, width = '34rem', onSubmit } = props;
  const t = useT();
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
