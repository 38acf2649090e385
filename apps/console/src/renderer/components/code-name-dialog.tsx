import { TextInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState, type ReactElement } from 'react';
import { SaveDialog } from './dialog-frame.tsx';

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
    <SaveDialog
      title={title}
      onClose={onClose}
      onSubmit={() => save.mutate(toInput({ code: code.trim(), name: name.trim() }), { onSuccess: onClose })}
      save={save}
      testId="save"
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
    </SaveDialog>
  );
}
