import '../testing/dom/index.ts';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState, type ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createI18n, I18nProvider } from '../i18n/index.ts';
import { ThemeProvider } from '../theme/theme-provider.tsx';
import { ActionButton } from './action-button.tsx';
import { Dialog } from './dialog.tsx';
import { ShortcutListener } from './shortcut-layer.tsx';
import { nameOfKeys } from './shortcut-store.ts';

afterEach(cleanup);

function Page({
  back,
  save,
  disabled = false,
}: {
  back: () => void;
  save: () => void;
  disabled?: boolean;
}): ReactElement {
  const [opened, setOpened] = useState(false);
  return (
    <ThemeProvider>
      <I18nProvider instance={createI18n()}>
        <ShortcutListener />
        <ActionButton label="Back" keys="Esc" onAct={back} />
        <ActionButton label="Save" keys="F8" onAct={save} disabled={disabled} />
        <ActionButton label="Open" keys="F4" onAct={() => setOpened(true)} />
        <Dialog opened={opened} onClose={() => setOpened(false)} title="Dialog">
          <input aria-label="inside" />
        </Dialog>
      </I18nProvider>
    </ThemeProvider>
  );
}

describe('shortcuts', () => {
  it('a key does what its button does, once for a held key', () => {
    const save = vi.fn<() => void>();
    render(<Page back={vi.fn<() => void>()} save={save} />);
    fireEvent.keyDown(document.body, { key: 'F8' });
    fireEvent.keyDown(document.body, { key: 'F8', repeat: true });
    expect(save).toHaveBeenCalledTimes(1);
  });

  it('a key of a disabled button does nothing', () => {
    const save = vi.fn<() => void>();
    render(<Page back={vi.fn<() => void>()} save={save} disabled />);
    fireEvent.keyDown(document.body, { key: 'F8' });
    expect(save).not.toHaveBeenCalled();
  });

  it('a dialog keeps the keys of the page from acting, and Esc closes only it', async () => {
    const [back, save] = [vi.fn<() => void>(), vi.fn<() => void>()];
    render(<Page back={back} save={save} />);
    fireEvent.keyDown(document.body, { key: 'F4' });
    const inside = await screen.findByLabelText('inside');
    fireEvent.keyDown(inside, { key: 'F8' });
    expect(save).not.toHaveBeenCalled();
    await act(async () => {
      fireEvent.keyDown(inside, { key: 'Escape' });
    });
    expect(back).not.toHaveBeenCalled();
    expect(screen.queryByLabelText('inside')).toBeNull();
    fireEvent.keyDown(document.body, { key: 'Escape' });
    expect(back).toHaveBeenCalledTimes(1);
  });

  it.each([
    [{ key: 'z', ctrlKey: true }, 'Ctrl+Z'],
    [{ key: '1', altKey: true }, 'Alt+1'],
    [{ key: 'Escape' }, 'Esc'],
    [{ key: 'F8', shiftKey: true }, 'Shift+F8'],
    [{ key: 'A', shiftKey: true }, 'A'],
  ])('%o is named %s', (event, name) => {
    expect(nameOfKeys({ ctrlKey: false, altKey: false, shiftKey: false, metaKey: false, ...event })).toBe(name);
  });
});
