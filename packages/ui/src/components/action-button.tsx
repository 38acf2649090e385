import { Button, type ButtonProps } from '@mantine/core';
import type { ReactElement, ReactNode } from 'react';
import { KeyHint } from './key-hint.tsx';
import { useShortcut } from './use-shortcut.ts';

export interface ActionButtonProps extends Omit<ButtonProps, 'children' | 'rightSection' | 'leftSection' | 'onClick'> {
  readonly label: string;
  readonly onAct: () => void;
  /** As shown on the button: `F8`, `Ctrl+Z`. */
  readonly keys?: string | undefined;
  readonly icon?: ReactNode;
  readonly busy?: boolean;
  readonly autoFocus?: boolean;
}

/** A button that shows its key and obeys it. While busy it keeps its place and takes no second press. */
export function ActionButton({
  label,
  onAct,
  keys,
  icon,
  busy = false,
  disabled = false,
  variant = 'default',
  ...rest
}: ActionButtonProps): ReactElement {
  const able = !busy && !disabled;
  useShortcut(keys, label, onAct, able);
  return (
    <Button
      {...rest}
      variant={variant}
      disabled={disabled}
      loading={busy}
      leftSection={icon}
      rightSection={keys === undefined ? undefined : <KeyHint keys={keys} />}
      aria-keyshortcuts={keys?.replace('Ctrl', 'Control').replace('Esc', 'Escape')}
      onClick={() => {
        if (able) onAct();
      }}
    >
      {label}
    </Button>
  );
}
