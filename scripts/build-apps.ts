import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Packages with native code stay outside the bundles and travel beside them. */
export const NATIVE: readonly string[] = ['better-sqlite3', 'serialport', 'node-hid', 'usb'];

/** Builds the pages of an app into apps/APP/dist/screens. */
export function buildScreens(app: string): void {
  if (!existsSync(join('apps', app, 'vite.config.ts'))) return;
  const { status } = spawnSync(
    'vite',
    ['build', '--logLevel', 'warn', join('apps', app), '--config', join('apps', app, 'vite.config.ts')],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  );
  if (status !== 0) throw new Error(`the screens of ${app} do not build`);
}

const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  sourcemap: 'linked',
  logLevel: 'warning',
} as const;
const REQUIRE_SHIM =
  "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
/** How main and host are bundled. */
export const ESM = { ...COMMON, format: 'esm', banner: { js: REQUIRE_SHIM } } as const;

/** The host starts this one as a thread from its text (packages/cache/src/cache/snapshot-loader.ts), so it is a script and no module. */
export async function bundleLoadThread(outdir: string): Promise<void> {
  await build({
    ...COMMON,
    format: 'cjs',
    entryPoints: [join('packages', 'cache', 'src', 'cache', 'load-thread.ts')],
    outfile: join(outdir, 'load-thread.cjs'),
  });
}

/** Label templates are read from a folder beside the host, so that a new one is a new file. */
export function copyLabelTemplates(outdir: string): void {
  cpSync(join('resources', 'label-templates'), join(outdir, 'label-templates'), { recursive: true });
}

/** Node refuses .ts inside node_modules, and so does a packaged app: main, preload and host become plain JavaScript. */
export async function bundleApp(app: string): Promise<void> {
  const src = join('apps', app, 'src');
  const outdir = join('apps', app, 'dist');
  await build({ ...ESM, entryPoints: [join(src, 'host.ts')], outfile: join(outdir, 'host.js'), external: [...NATIVE] });
  await bundleLoadThread(outdir);
  copyLabelTemplates(outdir);
  await build({
    ...ESM,
    entryPoints: [join(src, 'main.ts')],
    outfile: join(outdir, 'main.js'),
    external: ['electron'],
  });
  const preload = join('packages', 'shell', 'src', 'electron', 'preload.ts');
  await build({
    ...COMMON,
    format: 'cjs',
    entryPoints: [preload],
    outfile: join(outdir, 'preload.cjs'),
    external: ['electron'],
  });
}
