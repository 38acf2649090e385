import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { installPackages, mayInstallPackages, onPath } from './apt-packages.ts';

/** What the tests need beyond npm: where it was found, or why it is absent. */
export interface Requirement {
  readonly name: string;
  readonly path: string | null;
  readonly reason: string | null;
}

interface Wanted {
  readonly name: string;
  readonly find: () => string | null;
  /** Debian packages that bring it. */
  readonly packages: readonly string[];
}

function newestPostgresBin(): string | null {
  const root = '/usr/lib/postgresql';
  if (!existsSync(root)) return onPath('postgres');
  const versions = readdirSync(root).filter((v) => Number(v) >= 15 && existsSync(join(root, v, 'bin/postgres')));
  const newest = versions.toSorted((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? null : join(root, newest, 'bin');
}

function browser(): string | null {
  const own = chromium.executablePath();
  if (own !== '' && existsSync(own)) return own;
  return onPath('chromium') ?? onPath('chromium-browser') ?? onPath('google-chrome');
}

/** The print service and its client; cupsd lies where only root's PATH leads. */
function printService(): string | null {
  const cupsd = onPath('cupsd') ?? (existsSync('/usr/sbin/cupsd') ? '/usr/sbin/cupsd' : null);
  return onPath('lp') === null || onPath('lpstat') === null ? null : cupsd;
}

const WANTED: readonly Wanted[] = [
  { name: 'browser', find: browser, packages: ['chromium'] },
  { name: 'postgresql', find: newestPostgresBin, packages: ['postgresql'] },
  { name: 'socat', find: () => onPath('socat'), packages: ['socat'] },
  // Xvfb brings the keymap tools that it and xdotool need (xkb-data, x11-xkb-utils)
  { name: 'xvfb', find: () => onPath('Xvfb'), packages: ['xvfb'] },
  { name: 'xdotool', find: () => onPath('xdotool'), packages: ['xdotool'] },
  { name: 'strace', find: () => onPath('strace'), packages: ['strace'] },
  { name: 'cups', find: printService, packages: ['cups', 'cups-client'] },
];

/** Finds each requirement; installs what is absent where that is allowed (root on Debian; Playwright's own browser elsewhere). */
export function gatherRequirements(): readonly Requirement[] {
  const absent = WANTED.filter((wanted) => wanted.find() === null);
  if (absent.length > 0 && mayInstallPackages()) installPackages(absent.flatMap((wanted) => wanted.packages));
  if (browser() === null)
    spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', timeout: 300_000 });
  return WANTED.map(({ name, find, packages }) => {
    const path = find();
    const reason =
      path === null ? `${name} was not found and could not be installed (Debian: ${packages.join(' ')})` : null;
    return { name, path, reason };
  });
}

/** Tells which of them were found, and answers the environment in which tests look for them. */
export function environmentOf(requirements: readonly Requirement[]): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env };
  for (const { name, path, reason } of requirements) {
    process.stdout.write(path === null ? `Without ${name}: ${reason ?? ''}\n` : `Found ${name}: ${path}\n`);
    if (path !== null) env[`SERIALBRIDGE_${name.toUpperCase()}`] = path;
  }
  return env;
}
