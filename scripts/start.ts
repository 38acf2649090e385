import { accessSync, constants, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { DEMO_PEOPLE } from './demo/load-demo.ts';
import { HELP, readArguments, type StartOptions } from './start/arguments.ts';
import { openPage } from './start/open-page.ts';
import { requireFreePorts } from './start/require-free-ports.ts';
import { buildIfStale } from './start/build-if-stale.ts';
import { signInHelp } from './start/sign-in-help.ts';
import { startAll } from './start/start-all.ts';
import { DEMO_ADMIN } from './start/start-central.ts';

/** `npm start`: see scripts/start/arguments.ts for what it takes. */
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

function prepareFolder(data: string): void {
  try {
    mkdirSync(data, { recursive: true });
    accessSync(data, constants.W_OK);
  } catch {
    throw new Error(
      `The data folder ${resolve(data)} cannot be written. Choose another with --data DIR, or give yourself the right to write there.`,
    );
  }
}

/** What the system says of a port or a folder, in one line that names it. */
function inWords(error: unknown): string {
  const { code, port, path, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE')
    return `Port ${port ?? ''} is in use. End the program that uses it, or choose another with --listen PORT.`;
  if (code === 'EACCES' || code === 'EROFS')
    return `${path ?? 'The folder'} cannot be written. Choose another with --data DIR.`;
  return message;
}

async function start(options: StartOptions): Promise<void> {
  prepareFolder(options.data);
  const ports = { central: 0, receivebridge: 1, shipbridge: 2 } as const;
  if (options.port !== 0) await requireFreePorts(options.parts.map((part) => options.port + ports[part]));
  // Central's screens are the console's.
  buildIfStale(
    options.parts.map((part) => (part === 'central' ? 'console' : part)),
    say,
  );
  const running = await startAll(options, say);
  const end = (): void => {
    void running.stop().then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
  const lines = ['', 'Serialbridge is running.', '', ...running.where, ''];
  if (running.has_demo) lines.push(...signInHelp(DEMO_PEOPLE, DEMO_ADMIN), '');
  if (running.says.length > 0) lines.push(...running.says, '');
  if (running.no_windows !== null)
    lines.push(`Electron windows cannot be opened (${running.no_windows}): the same screens are in the browser.`);
  lines.push(`Data is kept in ${resolve(options.data)}. Ctrl+C ends everything.`, '');
  say(lines.join('\n'));
  if (!options.open || !process.stdout.isTTY) return;
  // A machine without a browser has the addresses above.
  for (const [at, url] of running.urls.entries())
    await openPage(url, { data: options.data, name: String(at + 1) }).catch(() => undefined);
}

// What is kept here, and what is started from here, is for its owner alone.
process.umask(0o077);
try {
  const options = readArguments(process.argv.slice(2));
  if (options === 'help') say(HELP);
  else await start(options);
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = 1;
}
