import { join } from 'node:path';
import { app, BrowserWindow, MessageChannelMain } from 'electron';
import { supervise, type HostState } from '../supervisor/supervise.ts';
import { forkUtility, type UtilityHost } from './fork-utility.ts';
import { guardNavigation } from './navigation-guard.ts';
import { declareScreensScheme, ORIGIN, serveScreens } from './screens-protocol.ts';

export interface AppOptions {
  readonly title: string;
  /** Folder that holds host.js, preload.cjs and screens/. */
  readonly bundle: string;
}

function openWindow(title: string, bundle: string): BrowserWindow {
  const window = new BrowserWindow({
    title,
    width: 1366,
    height: 768,
    show: false,
    autoHideMenuBar: true,
    webPreferences: {
      preload: join(bundle, 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
    },
  });
  guardNavigation(window.webContents, ORIGIN);
  window.once('ready-to-show', () => window.maximize());
  return window;
}

/** Gives the page one end of a new channel and the host the other; after a restart of either, again. */
function connect(window: BrowserWindow, host: UtilityHost): void {
  const { port1, port2 } = new MessageChannelMain();
  host.process.postMessage({ kind: 'contract-port' }, [port1]);
  window.webContents.postMessage('contract-port', null, [port2]);
}

/** The whole Electron app: one window, one host, one instance. */
export function runApp({ title, bundle }: AppOptions): void {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  declareScreensScheme();
  void app.whenReady().then(() => {
    serveScreens(join(bundle, 'screens'));
    const window = openWindow(title, bundle);
    let host: UtilityHost | null = null;
    let loaded = false;
    const tell = (state: HostState): void => {
      if (!loaded) return;
      window.webContents.send('host-state', state);
      if (state.state === 'running' && host !== null) connect(window, host);
    };
    const supervisor = supervise({
      start: () => {
        host = forkUtility(join(bundle, 'host.js'), [
          '--data',
          join(app.getPath('userData'), 'station'),
          ...process.argv.slice(app.isPackaged ? 1 : 2),
        ]);
        return host;
      },
      onState: tell,
      now: () => performance.now(),
    });
    window.webContents.on('did-finish-load', () => {
      loaded = true;
      tell(supervisor.current());
    });
    app.on('second-instance', () => window.focus());
    let stopped = false;
    app.on('before-quit', (event) => {
      if (stopped) return;
      event.preventDefault();
      const quit = async (): Promise<void> => {
        await supervisor.stop();
        stopped = true;
        app.quit();
      };
      void quit();
    });
    app.on('window-all-closed', () => app.quit());
    return window.loadURL(`${ORIGIN}/index.html`);
  });
}
