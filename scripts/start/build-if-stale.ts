import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['packages', 'apps', 'resources', 'package-lock.json'];
const PASSED_OVER = new Set(['node_modules', 'dist', 'demo', 'decisions']);

function newest(path: string): number {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(path).filter((name) => !PASSED_OVER.has(name));
  return Math.max(0, ...inside.map((name) => newest(join(path, name))));
}

/** Builds the screens and bundles of these apps if there are none or a source is newer than they are. */
export function buildIfStale(apps: readonly string[], say: (line: string) => void): void {
  const built = apps.map((app) => join('apps', app, 'dist', 'screens', 'index.html'));
  const oldest = Math.min(...built.map((file) => (existsSync(file) ? statSync(file).mtimeMs : 0)));
  if (oldest > Math.max(...SOURCES.map(newest))) return;
  say('Building the screens …');
  const { status, stderr } = spawnSync(process.execPath, ['scripts/build.ts', ...apps], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The screens do not build:\n${stderr}`);
}
