import { beforeAll, expect, test, vi } from 'vitest';
import { runApp } from './run-app.ts';

type Answer = (isGiven: boolean) => void;
type Request = (contents: null, permission: string, answer: Answer, details: object) => void;
type Check = (contents: null, permission: string, from: string, details: object) => boolean;

const ORIGIN = 'serialbridge://screens';

/** As much of a packaged Electron as a start asks for, and what it was told. */
const electron = vi.hoisted(() => {
  const told = {
    menu: [] as unknown[],
    window: null as { webPreferences?: { devTools?: boolean; sandbox?: boolean; contextIsolation?: boolean } } | null,
    request: null as unknown,
    check: null as unknown,
    device: null as unknown,
  };
  const ignore = vi.fn<() => undefined>();
  const on = { on: ignore, once: ignore };
  class BrowserWindow {
    readonly webContents = {
      ...on,
      setWindowOpenHandler: ignore,
      session: {
        setPermissionRequestHandler: (given: unknown) => (told.request = given),
        setPermissionCheckHandler: (given: unknown) => (told.check = given),
        setDevicePermissionHandler: (given: unknown) => (told.device = given),
      },
    };
    readonly once = ignore;
    constructor(options: NonNullable<(typeof told)['window']>) {
      told.window = options;
    }
    loadURL(): Promise<void> {
      return Promise.resolve();
    }
  }
  return {
    told,
    module: {
      app: {
        ...on,
        isPackaged: true,
        requestSingleInstanceLock: () => true,
        whenReady: () => Promise.resolve(),
        getPath: () => '/nowhere',
        quit: ignore,
      },
      BrowserWindow,
      Menu: { setApplicationMenu: (menu: unknown) => told.menu.push(menu) },
      protocol: { registerSchemesAsPrivileged: ignore, handle: ignore },
      safeStorage: { isEncryptionAvailable: () => false, getSelectedStorageBackend: () => 'basic_text' },
      shell: {},
      utilityProcess: { fork: () => ({ ...on, stderr: on, postMessage: ignore, kill: ignore }) },
      MessageChannelMain: undefined,
    },
  };
});
vi.mock('electron', () => electron.module);

const { told } = electron;
beforeAll(async () => {
  runApp({ title: 'Dock', bundle: '/nowhere' });
  await vi.waitUntil(() => told.device !== null);
});

/** What a page is given when it asks, and when it only looks. */
function mayUse(permission: string, { from = ORIGIN, isMainFrame = true, kinds = ['video'] } = {}): boolean[] {
  const given: boolean[] = [];
  const details = { requestingUrl: `${from}/index.html`, isMainFrame, mediaTypes: kinds };
  (told.request as Request)(null, permission, (answer) => given.push(answer), details);
  given.push((told.check as Check)(null, permission, `${from}/`, { isMainFrame, mediaType: kinds.join() }));
  return given;
}

test('electron.package: no default menu, no developer tools, a page without Node', () => {
  expect(told.menu).toEqual([null]);
  expect(told.window?.webPreferences).toMatchObject({ devTools: false, sandbox: true, contextIsolation: true });
});

test('electron.permissions: the own page gets the camera', () => {
  expect(mayUse('media')).toEqual([true, true]);
});

test.each([
  ['the microphone', 'media', { kinds: ['audio'] }],
  ['camera and microphone together', 'media', { kinds: ['video', 'audio'] }],
  ['the camera in a frame', 'media', { isMainFrame: false }],
  ['the camera for another page', 'media', { from: 'https://evil.example' }],
  ['the camera for a page whose name only begins alike', 'media', { from: `${ORIGIN}.evil.example` }],
  ['the place', 'geolocation', {}],
  ['notifications', 'notifications', {}],
  ['the clipboard', 'clipboard-read', {}],
  ['serial ports', 'serial', {}],
] as const)('electron.permissions: nobody gets %s', (_what, permission, asked) => {
  const { kinds, ...more } = { kinds: ['video'], ...asked };
  expect(mayUse(permission, { ...more, kinds: [...kinds] })).toEqual([false, false]);
});

test('electron.permissions: no page opens a device by itself', () => {
  expect((told.device as (details: object) => boolean)({ deviceType: 'hid', origin: ORIGIN })).toBe(false);
});
