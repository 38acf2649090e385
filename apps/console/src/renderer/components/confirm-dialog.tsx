import { Button } from '@mantine/core';
import type { CentralClient } from '@serialbridge/client/central';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement, ReactNode } from 'react';
import { useAct } from '../api/use-read.ts';
import { DialogFrame } from './dialog-frame.tsx';
import { ProblemView } from './problem-view.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  /** What will happen, in words. */
  readonly children: ReactNode;
  /** The word of the deciding button. */
  readonly confirm: string;
  readonly act: (central: CentralClient) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, children, confirm, act, onClose }: ConfirmDialogProps): ReactElement {
  const t = useT();
  const run = useAct<void, unknown>((central) => act(central));
  return (
    <DialogFrame
      title={title}
      onClose={onClose}
      onSubmit={() => run.mutate(undefined, { onSuccess: onClose })}
      actions={
        <>
          <Button variant="default" onClick={onClose} data-autofocus>
            {t('console.back')}
          </Button>
          <Button type="submit" variant="filled" color="red" loading={run.isPending} data-testid="confirm">
            {confirm}
          </Button>
        </>
      }
    >
      {children}
      <ProblemView error={run.error} />
    </DialogFrame>
  );
}
