import { chromium } from '@playwright/test';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

/** Pictures of every scene: `node take-pictures.ts <folder> [part of a picture's name]`. For looking at, not for comparing. */
const SCENES = [
  'scene=list',
  'scene=begun',
  'scene=serials&verdict=accepted',
  'scene=serials&verdict=keepable',
  'scene=quantity&verdict=wrongItem',
  'scene=quantity&verdict=wrongItem&box',
  'scene=complete&verdict=complete',
  'scene=weigh',
  'scene=weighed&verdict=weightOff',
  'scene=ship',
  'scene=manual',
  'scene=done&verdict=shipped',
  'scene=begun&offline',
  'scene=serials&verdict=accepted&shut-out',
  'scene=weigh&shut-out',
  'scene=ship&shut-out',
  'scene=quantity&verdict=wrongItem&shut-out',
];
const KEYS: readonly (readonly [scene: string, name: string, keys: readonly string[]])[] = [
  ['scene=serials&verdict=keepable', 'keep-dialog', ['F6']],
  ['scene=complete', 'take-out-dialog', ['F7']],
  ['scene=complete', 'discard-dialog', ['Alt+d']],
  ['scene=ship', 'ship-by-digit', ['3']],
  ['scene=list&cases', 'case-decision', ['Tab', 'Enter', 'ArrowDown', 'Tab']],
];
const SIZES = [
  { width: 1366, height: 768 },
  { width: 1920, height: 1080 },
];

const [, , folder = '/tmp/shipbridge-pictures', part = ''] = process.argv;
await mkdir(folder, { recursive: true });
const configFile = join(import.meta.dirname, '../../vite.config.ts');
const outDir = await mkdtemp(join(tmpdir(), 'shipbridge-scenes-'));
const shared = { configFile, logLevel: 'error' } as const;
await build({ ...shared, build: { outDir, rolldownOptions: { input: join(import.meta.dirname, 'index.html') } } });
const server = await preview({ ...shared, build: { outDir }, preview: { port: 0, host: '127.0.0.1' } });
const base = `${server.resolvedUrls?.local[0] ?? ''}src/testing/index.html`;
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium' });
for (const viewport of SIZES) {
  for (const scheme of ['light', 'dark']) {
    const page = await browser.newPage({ viewport });
    await page.route('**/demo/*.svg', (route) =>
      route.fulfill({
        path: join(
          import.meta.dirname,
          '../../../../resources/demo/pictures',
          route.request().url().split('/').at(-1) ?? '',
        ),
      }),
    );
    const shots = [...SCENES.map((scene) => [scene, scene, []] as const), ...KEYS];
    for (const [scene, name, keys] of shots) {
      if (!`${name}-${viewport.width}-${scheme}`.includes(part)) continue;
      await page.goto(`${base}?${scene}&scheme=${scheme}`);
      await page.getByTestId('phase').waitFor();
      await page.waitForTimeout(250);
      if (scene.includes('cases')) await page.getByTestId('open-cases').click();
      for (const key of keys) await page.keyboard.press(key);
      await page.waitForTimeout(250);
      const file = name.replaceAll(/scene=|verdict=/gu, '').replaceAll('&', '-');
      await page.screenshot({ path: join(folder, `${file}-${viewport.width}-${scheme}.png`) });
    }
    await page.close();
  }
}
await browser.close();
await server.close();
await rm(outDir, { recursive: true });
