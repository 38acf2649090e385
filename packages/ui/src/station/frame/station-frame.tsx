import { ActionIcon, Loader, Menu } from '@mantine/core';
import type { ScanCommand } from '@serialbridge/core/scan';
import {
  IconBarcode,
  IconDatabaseSearch,
  IconHelp,
  IconLogout,
  IconMenu2,
  IconSearch,
  IconSettings,
} from '@tabler/icons-react';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { ActionButton, KeyHint, ShortcutListener, useShortcut } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { ColorSchemeToggle } from '../../theme/color-scheme-toggle.tsx';
import { CasesDrawer } from '../cases/cases-drawer.tsx';
import { CommandSheet } from '../scan/command-sheet.tsx';
import { FindUnit } from '../units/find-unit.tsx';
import { HostLost } from './host-lost.tsx';
import { Notices } from './notices.tsx';
import { OptionsWindow } from '../options/options-window.tsx';
import { Pairing } from '../sign-in/pairing.tsx';
import { ScanCapture } from '../scan/scan-capture.tsx';
import { ShortcutHelp } from './shortcut-help.tsx';
import { ShutOut } from './shut-out.tsx';
import { SignIn } from '../sign-in/sign-in.tsx';
import classes from './station-frame.module.css';
import { useStation } from '../session/station-provider.tsx';
import { StatusBar } from './status-bar.tsx';
import { useCall } from '../session/use-call.ts';
import { VolumeControl } from './volume-control.tsx';

/** A screen of the app, with the key that leads to it. */
interface StationScreen {
  readonly id: string;
  readonly title: string;
  readonly keys: string;
}

export interface StationFrameProps {
  readonly commands: readonly ScanCommand[];
  readonly screens: readonly StationScreen[];
  readonly screen: string;
  readonly onScreen: (id: string) => void;
  readonly children: ReactNode;
}

type Opened = 'find' | 'cases' | 'options' | 'commands' | 'help' | null;

function ScreenTab({
  screen,
  current,
  onScreen,
}: {
  screen: StationScreen;
  current: boolean;
  onScreen: (id: string) => void;
}): ReactElement {
  const go = (): void => onScreen(screen.id);
  useShortcut(screen.keys, screen.title, go);
  return (
    <button type="button" className={classes['screen']} aria-current={current ? 'page' : undefined} onClick={go}>
      {screen.title} <KeyHint keys={screen.keys} />
    </button>
  );
}

function Working({ commands, screens, screen, onScreen, children }: StationFrameProps): ReactElement {
  const t = useT();
  const [opened, setOpened] = useState<Opened>(null);
  const { call: signOut } = useCall('station.sign_out');
  const { call: syncNow } = useCall('station.sync_now');
  const { call: compare } = useCall('station.compare');
  const app = useStation()?.app ?? 'receivebridge';
  const close = (): void => setOpened(null);
  useShortcut('F1', t('ui.menu.help'), () => setOpened('help'));
  useShortcut('F10', t('ui.menu.options'), () => setOpened('options'));
  useShortcut('Alt+S', t('ui.menu.sign-out'), () => void signOut({}));
  return (
    <>
      <header className={classes['top']}>
        <span className={classes['brand']}>{t(`ui.app.${app}`)}</span>
        <nav className={classes['screens']} aria-label={t('ui.menu.screens')}>
          {screens.map((one) => (
            <ScreenTab key={one.id} screen={one} current={one.id === screen} onScreen={onScreen} />
          ))}
        </nav>
        <ActionButton
          label={t('ui.menu.find-unit')}
          keys="F3"
          icon={<IconSearch size={20} />}
          onAct={() => setOpened('find')}
        />
        <VolumeControl />
        <ColorSchemeToggle />
        <Menu position="bottom-end" width={290}>
          <Menu.Target>
            <ActionIcon aria-label={t('ui.menu.menu')} data-testid="menu">
              <IconMenu2 size={22} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              mih={44}
              leftSection={<IconSettings size={20} />}
              rightSection={<KeyHint keys="F10" />}
              onClick={() => setOpened('options')}
            >
              {t('ui.menu.options')}
            </Menu.Item>
            <Menu.Item mih={44} leftSection={<IconBarcode size={20} />} onClick={() => setOpened('commands')}>
              {t('ui.menu.commands')}
            </Menu.Item>
            <Menu.Item
              mih={44}
              leftSection={<IconDatabaseSearch size={20} />}
              onClick={() => void compare({})}
              data-testid="menu-compare"
            >
              {t('ui.menu.compare')}
            </Menu.Item>
            <Menu.Item
              mih={44}
              leftSection={<IconHelp size={20} />}
              rightSection={<KeyHint keys="F1" />}
              onClick={() => setOpened('help')}
            >
              {t('ui.menu.help')}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item
              mih={44}
              leftSection={<IconLogout size={20} />}
              rightSection={<KeyHint keys="Alt+S" />}
              onClick={() => void signOut({})}
            >
              {t('ui.menu.sign-out')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </header>
      <Notices />
      <ShutOut />
      <main className={classes['main']}>{children}</main>
      <StatusBar
        onSync={() => void syncNow({})}
        onCases={() => setOpened('cases')}
        onDevices={() => onScreen('devices')}
      />
      <FindUnit opened={opened === 'find'} onClose={close} />
      <CasesDrawer opened={opened === 'cases'} onClose={close} />
      <OptionsWindow opened={opened === 'options'} onClose={close} />
      <CommandSheet opened={opened === 'commands'} onClose={close} commands={commands} />
      <ShortcutHelp opened={opened === 'help'} onClose={close} />
    </>
  );
}

const PATIENCE_MS = 8000;

/** The host has not spoken yet. If that lasts, says what to do: it never just spins. */
function Waiting(): ReactElement {
  const t = useT();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <main className={classes['waiting']}>
      <Loader size="lg" />
      <p>{t('ui.host.connecting')}</p>
      <p className={classes['late']}>{late ? t('ui.host.still-connecting') : null}</p>
    </main>
  );
}

/** Before there is anything to work with: no word of the host, no station, nobody signed in. */
function Gate(props: StationFrameProps): ReactElement {
  const state = useStation();
  if (state === null)
    return (
      <>
        <Notices />
        <Waiting />
      </>
    );
  if (state.station !== null && state.operator !== null) return <Working {...props} />;
  return (
    <>
      <Notices />
      <ShutOut />
      {state.station === null ? <Pairing /> : <SignIn />}
      <StatusBar />
    </>
  );
}

/** The whole page of a station app: pairing, sign-in, top bar, status bar, dialogs of both apps, scanner, host-lost cover. */
export function StationFrame(props: StationFrameProps): ReactElement {
  return (
    <div className={classes['frame']}>
      <ShortcutListener />
      <ScanCapture />
      <Gate {...props} />
      <HostLost />
    </div>
  );
}
