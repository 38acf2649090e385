import { readCode } from '@serialbridge/core/gs1';
import { TextInput } from '@mantine/core';
import { IconKeyboard } from '@tabler/icons-react';
import { useRef, useState, type ReactElement } from 'react';
import { KeyHint, useShortcut } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { useSession } from '../session/station-provider.tsx';

/** For a code that no scanner reads: typed, then Enter. F2 leads here from anywhere. */
export function ScanField({ width = '19rem' }: { width?: string }): ReactElement {
  const t = useT();
  const session = useSession();
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const label = t('ui.scan-field.label');
  useShortcut('F2', label, () => input.current?.focus());
  return (
    <form
      style={{ width }}
      onSubmit={(event) => {
        event.preventDefault();
        if (text === '') return;
        setText('');
        void session.submitScan({ via: 'screen', ...readCode(text) });
      }}
    >
      <TextInput
        ref={input}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={label}
        aria-label={label}
        autoComplete="off"
        spellCheck={false}
        leftSection={<IconKeyboard size={20} />}
        rightSection={<KeyHint keys="F2" />}
        rightSectionWidth="3rem"
        data-testid="scan-field"
      />
    </form>
  );
}
