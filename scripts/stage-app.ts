import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NATIVE } from './build-apps.ts';

interface Manifest {
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  /** One package per platform; those of other platforms are not installed. */
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (folder: string): Manifest =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;

/** A package and all it needs at run time, as folders under node_modules. */
function closure(names: readonly string[], seen: Set<string> = new Set()): ReadonlySet<string> {
  for (const name of names) {
    if (seen.has(name)) continue;
    const folder = join('node_modules', name);
    if (!existsSync(folder)) continue;
    seen.add(name);
    const { dependencies, optionalDependencies } = manifestOf(folder);
    closure(Object.keys({ ...dependencies, ...optionalDependencies }), seen);
  }
  return seen;
}

/** Lays the bundles of one app and its native modules out as a project that electron-builder packs as it is. Returns the folder. */
export function stageApp(app: string, title: string): string {
  const stage = join('release', 'stage', app);
  rmSync(stage, { recursive: true, force: true });
  mkdirSync(join(stage, 'node_modules'), { recursive: true });
  const built = join('apps', app, 'dist');
  for (const part of ['main.js', 'host.js', 'load-thread.cjs', 'preload.cjs', 'screens', 'label-templates'])
    cpSync(join(built, part), join(stage, part), { recursive: true });
  cpSync(join('resources', 'udev'), join(stage, 'udev'), { recursive: true });
  for (const name of closure(NATIVE)) {
    cpSync(join('node_modules', name), join(stage, 'node_modules', name), { recursive: true, dereference: true });
  }
  const dependencies = Object.fromEntries(NATIVE.map((name) => [name, manifestOf(join('node_modules', name)).version]));
  const manifest = {
    name: app,
    productName: title,
    version: manifestOf('.').version,
    description: `Serialbridge ${title}`,
    author: 'Serialbridge',
    license: 'Apache-2.0',
    homepage: 'https://serialbridge.example',
    type: 'module',
    main: 'main.js',
    dependencies,
  };
  writeFileSync(join(stage, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return stage;
}
