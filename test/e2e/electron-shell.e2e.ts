import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, expect, test, type ElectronApplication, type Page } from '@playwright/test';
import { findElectron } from '../../scripts/start/find-electron.ts';

/** The shell in a real Electron: these specs run where its binary is, and are the only ones that CI lets be skipped (test/allowed-skips.json). */
const electron = findElectron();

test.describe('electron shell', () => {
  test.skip('absent' in electron, 'absent' in electron ? `Electron: ${electron.absent}` : '');
  let data: string;
  let app: ElectronApplication;
  let page: Page;

  test.beforeEach(async () => {
    data = mkdtempSync(join(tmpdir(), 'serialbridge-electron-'));
    const executablePath = 'binary' in electron ? electron.binary : '';
    app = await _electron.launch({
      executablePath,
      args: [join('apps', 'receivebridge', 'dist', 'main.js'), '--data', data],
    });
    page = await app.firstWindow();
  });
  test.afterEach(async () => {
    await app.close();
    rmSync(data, { recursive: true, force: true });
  });

  test('electron: the window shows the station’s screens over its MessagePort', async () => {
    await expect(page.getByTestId('sync-state')).toBeVisible();
    expect(page.url()).toBe('serialbridge://screens/index.html');
  });

  test('electron: the page is isolated: no Node, no require, sandboxed', async () => {
    expect(
      await page.evaluate(() => [typeof Reflect.get(globalThis, 'require'), typeof Reflect.get(globalThis, 'process')]),
    ).toEqual(['undefined', 'undefined']);
    // Context isolation, as the page's own process tells it: the preload runs in a world apart.
    const session = await page.context().newCDPSession(page);
    const worlds: string[] = [];
    session.on('Runtime.executionContextCreated', ({ context }) => worlds.push(context.name));
    await session.send('Runtime.enable');
    expect(worlds).toContain('Electron Isolated Context');
    const renderer = await app.evaluate(({ app: main, BrowserWindow }) => {
      const pid = BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId() ?? 0;
      return { pid, sandboxed: main.getAppMetrics().find((one) => one.pid === pid)?.sandboxed };
    });
    // Electron does not say it on Linux; there a renderer outside the sandbox is started with a switch that says so.
    const sandboxed =
      process.platform === 'linux'
        ? !readFileSync(`/proc/${renderer.pid}/cmdline`, 'utf8').includes('--no-sandbox')
        : renderer.sandboxed;
    expect(sandboxed).toBe(true);
  });

  test('electron: foreign navigation and new windows are refused', async () => {
    await page.evaluate(() => {
      window.open('http://example.com/');
      window.location.href = 'http://example.com/';
    });
    await page.waitForTimeout(500);
    expect(page.url()).toBe('serialbridge://screens/index.html');
    expect(app.windows()).toHaveLength(1);
  });

  test('electron: a dead host is restarted and the screen says so meanwhile', async () => {
    await expect(page.getByTestId('sync-state')).toBeVisible();
    await app.evaluate(({ app: main }) => {
      const host = main.getAppMetrics().find((one) => one.type === 'Utility' && one.name === 'station-host');
      if (host !== undefined) process.kill(host.pid, 'SIGKILL');
    });
    await expect(page.getByTestId('host-lost')).toBeVisible();
    await expect(page.getByTestId('host-lost')).toBeHidden({ timeout: 5_000 });
  });
});
