import { ActionIcon, useMantineColorScheme } from '@mantine/core';
import { IconDeviceDesktop, IconMoon, IconSun } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useT } from '../i18n/use-t.ts';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const ICON = { auto: IconDeviceDesktop, light: IconSun, dark: IconMoon } as const;

/** Goes round system → light → dark; the choice stays on this computer. */
export function ColorSchemeToggle(): ReactElement {
  const t = useT();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const Icon = ICON[colorScheme];
  const label = t(`ui.colour-scheme.${colorScheme}`);
  return (
    <ActionIcon aria-label={label} title={label} onClick={() => setColorScheme(NEXT[colorScheme])}>
      <Icon size={22} />
    </ActionIcon>
  );
}
