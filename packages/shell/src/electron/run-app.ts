import { extname, join, normalize, sep } from 'node:path';
import {
  app,
  BrowserWindow,
  MessageChannelMain,
  protocol,
  safeStorage,
  shell,
  utilityProcess,
  Menu,
  type Session,
  type UtilityProcess,
  type WebContents,
} from 'electron';
import { readFile } from 'node:fs/promises';
import { stationKey } from './station-key.ts';
import { type HostProcess, type HostState, supervise } from '../supervisor/supervise.ts';

const SCHEME = 'serialbridge';
const ORIGIN: string = `${SCHEME}://screens`;

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wav': 'audio/wav',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

const CONTENT_SECURITY_POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/** Must run before the app is ready. */
function declareScreensScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
  ]);
}

/** Serves the built screens under an origin of their own, so that file:// is never opened. */
function serveScreens(folder: string): void {
  protocol.handle(SCHEME, async (request) => {
    const path = normalize(decodeURIComponent(new URL(request.url).pathname));
    const file = join(folder, path === sep ? 'index.html' : path);
    if (!file.startsWith(folder + sep)) return new Response('', { status: 403 });
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const headers = { 'Content-Type': type, 'Content-Security-Policy': CONTENT_SECURITY_POLICY };
    return readFile(file).then(
      (body) => new Response(new Uint8Array(body), { headers }),
      () => new Response('', { status: 404 }),
    );
  });
}

/** The window shows its own screens and nothing else: no foreign navigation, no new windows, no web views, no permissions asked. */
function guardNavigation(contents: WebContents, origin: string): void {
  contents.on('will-navigate', (event) => {
    if (!event.url.startsWith(`${origin}/`)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    // A link to the console opens in the system's browser; anything that is not https or loopback is dropped.
    const target = URL.canParse(url) ? new URL(url) : null;
    const allowed =
      target !== null &&
      (target.protocol === 'https:' || (target.protocol === 'http:' && target.hostname === '127.0.0.1'));
    if (allowed) void shell.openExternal(url);
    return { action: 'deny' };
  });
  guardPermissions(contents.session, origin);
}

/** A picture of a damaged box is taken by the page's own camera view. No other page and no frame gets the camera, and nobody anything else. */
function guardPermissions(session: Session, origin: string): void {
  const isOwn = (url: string | undefined): boolean => url !== undefined && `${url}/`.startsWith(`${origin}/`);
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    const asksCameraAlone = permission === 'media' && 'mediaTypes' in details && details.mediaTypes?.join() === 'video';
    answer(asksCameraAlone && details.isMainFrame && isOwn(details.requestingUrl));
  });
  session.setPermissionCheckHandler(
    (_contents, permission, from, details) =>
      permission === 'media' && details.mediaType === 'video' && details.isMainFrame && isOwn(from),
  );
  // Devices are the host's: the page opens none by itself.
  session.setDevicePermissionHandler(() => false);
}

/** A host under Electron: the same bundle, in a utility process of its own, so that native code can die without the window. */
interface UtilityHost extends HostProcess {
  readonly process: UtilityProcess;
}

function forkUtility(entry: string, args: readonly string[]): UtilityHost {
  const child = utilityProcess.fork(entry, [...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName: 'station-host',
  });
  let lastLine = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastLine = chunk.toString('utf8').trim().split('\n').at(-1) ?? lastLine;
  });
  return {
    process: child,
    onExit: (listener) => child.once('exit', (code) => listener(code, lastLine)),
    stop: () => {
      child.kill();
    },
  };
}

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
      devTools: !app.isPackaged,
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
  // The default menu has reload, zoom and developer tools, on keys that a scanner may type.
  if (app.isPackaged) Menu.setApplicationMenu(null);
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
        const folder = join(app.getPath('userData'), 'station');
        host = forkUtility(join(bundle, 'host.js'), ['--data', folder, ...process.argv.slice(app.isPackaged ? 1 : 2)]);
        // The host waits for this before it opens its store.
        host.process.postMessage({ kind: 'station-key', given: stationKey(safeStorage, folder) }, []);
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
