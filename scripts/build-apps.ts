import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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

/** Node refuses .ts inside node_modules, and so does a packaged app: main, preload and host become plain JavaScript. */
export async function bundleApp(app: string): Promise<void> {
  const src = join('apps', app, 'src');
  const common = {
    bundle: true,
    platform: 'node',
    target: 'node24',
    sourcemap: 'linked',
    logLevel: 'warning',
  } as const;
  const outdir = join('apps', app, 'dist');
  const requireShim =
    "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);";
  const esm = { ...common, format: 'esm', banner: { js: requireShim } } as const;
  await build({ ...esm, entryPoints: [join(src, 'host.ts')], outfile: join(outdir, 'host.js'), external: [...NATIVE] });
  // The host starts this one as a thread from its text (packages/cache/src/copy/load-runner.ts), so it is a script and no module.
  await build({
    ...common,
    format: 'cjs',
    entryPoints: [join('packages', 'cache', 'src', 'copy', 'load-thread.ts')],
    outfile: join(outdir, 'load-thread.cjs'),
  });
  await build({
    ...esm,
    entryPoints: [join(src, 'main.ts')],
    outfile: join(outdir, 'main.js'),
    external: ['electron'],
  });
  const preload = join('packages', 'shell', 'src', 'electron', 'preload.ts');
  await build({
    ...common,
    format: 'cjs',
    entryPoints: [preload],
    outfile: join(outdir, 'preload.cjs'),
    external: ['electron'],
  });
}
