import { Button, TextInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { DialogFrame } from './dialog-frame.tsx';
import { ProblemView } from './problem-view.tsx';

interface CodeName {
  readonly code: string;
  readonly name: string;
}
interface CodeNameDialogProps<I> {
  readonly title: string;
  readonly value: CodeName;
  readonly save: UseMutationResult<unknown, Error, I>;
  readonly toInput: (value: CodeName) => I;
  readonly onClose: () => void;
}

/** A record that has a code and a name: vendors, warehouses. */
export function CodeNameDialog<I>({ title, value, save, toInput, onClose }: CodeNameDialogProps<I>): ReactElement {
  const t = useT();
  const [code, setCode] = useState(value.code);
  const [name, setName] = useState(value.name);
  return (
    <DialogFrame
      title={title}
      onClose={onClose}
      onSubmit={() => save.mutate(toInput({ code: code.trim(), name: name.trim() }), { onSuccess: onClose })}
      actions={
        <>
          <Button variant="default" onClick={onClose}>
            {t('console.back')}
          </Button>
          <Button type="submit" variant="filled" loading={save.isPending} data-testid="save">
            {t('console.save')}
          </Button>
        </>
      }
    >
      <TextInput
        label={t('console.code')}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        required
        data-autofocus
      />
      <TextInput
        label={t('console.name-of')}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        required
      />
      <ProblemView error={save.error} />
    </DialogFrame>
  );
}
