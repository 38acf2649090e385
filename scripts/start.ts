import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { refuseWrongNode } from './node-version.ts';
import { HELP, readArguments, type StartOptions, type StationApp } from './start/arguments.ts';

refuseWrongNode();
// Only now what needs Node 24 and native modules: on an older Node the line above has ended the process in words.
const { serveStation } = await import('@serialbridge/shell/browser');
const { newPairingCode } = await import('./demo/load-demo.ts');
const { seedWork } = await import('./demo/seed-work.ts');
const { buildIfStale } = await import('./start/build-if-stale.ts');
const { findElectron } = await import('./start/find-electron.ts');
const { readKnownStations, writeKnownStations } = await import('./start/known-stations.ts');
const { DEMO_ADMIN, startOwnCentral } = await import('./start/start-central.ts');
const { DEMO_PEOPLE } = await import('./demo/load-demo.ts');
const { signInHelp } = await import('./start/sign-in-help.ts');

type Stop = () => Promise<void>;
const say = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

const STATIONS = {
  receivebridge: { title: 'Receivebridge', name: 'Dock 1', kind: 'receiving', after: 1 },
  shipbridge: { title: 'Shipbridge', name: 'Packing table 1', kind: 'packing', after: 2 },
} as const;

/** The demo's devices: product code that acts as hardware (packages/devices), so that a scale can be read without one. */
const SIMULATED: Readonly<Record<StationApp, readonly string[]>> = {
  receivebridge: ['--device', 'scanner=simulated,name=Simulated scanner'],
  shipbridge: [
    '--device',
    'scanner=simulated,name=Simulated scanner',
    '--device',
    'scale=simulated,name=Simulated scale',
  ],
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

function openElectron(binary: string, app: StationApp, args: readonly string[]): ChildProcess {
  return spawn(binary, [join('apps', app, 'dist', 'main.js'), ...args], { stdio: 'ignore' });
}

async function start(options: StartOptions): Promise<void> {
  prepareFolder(options.data);
  // Central's screens are the console's.
  buildIfStale(
    options.parts.map((part) => (part === 'central' ? 'console' : part)),
    say,
  );
  const stops: Stop[] = [];
  const stopAll = async (): Promise<void> => {
    for (const stop of stops.toReversed()) await stop();
  };
  const whole: string[] = [];
  try {
    const own = options.parts.includes('central') ? await startOwnCentral({ ...options, say }) : null;
    if (own !== null) {
      stops.push(() => own.process.stop());
      whole.push(`  Console        ${own.url}   (${own.engine})`, `  API            ${own.url}/docs`);
    }
    const centralUrl = own?.url ?? options.central;
    const electron = options.open && options.parts.some((part) => part !== 'central') ? findElectron() : null;
    const known = { ...readKnownStations(options.data) };
    const urls: string[] = own === null ? [] : [own.url];
    for (const app of options.parts) {
      if (app === 'central') continue;
      const station = STATIONS[app];
      const code =
        known[app] !== undefined
          ? null
          : own?.admin
            ? await newPairingCode(own.admin, station.name, station.kind)
            : options.pair;
      const pairing = [
        ...(centralUrl === null ? [] : ['--central', centralUrl]),
        ...(code === null ? [] : ['--pair', code]),
      ];
      const args = ['--data', join(options.data, app), ...(options.demo ? SIMULATED[app] : []), ...pairing];
      if (electron !== null && 'binary' in electron) {
        const window = openElectron(electron.binary, app, args);
        stops.push(async () => {
          window.kill();
        });
        whole.push(`  ${station.title.padEnd(15)}in its own window`);
      } else {
        const port = options.port === 0 ? 0 : options.port + station.after;
        const served = await serveStation({
          screens: resolve('apps', app, 'dist', 'screens'),
          // The bundle: it starts in a third of the time of the sources, which is what a dock waits after a crash.
          host_entry: join('apps', app, 'dist', 'host.js'),
          host_args: args,
          port,
          onLine: say,
        });
        stops.push(() => served.close());
        urls.push(served.url);
        whole.push(`  ${station.title.padEnd(15)}${served.url}`);
        if (own?.fresh === true && app === 'receivebridge') await seedWork(served.contract_url, say);
      }
      if (code !== null) {
        known[app] = { name: station.name };
        writeKnownStations(options.data, known);
      }
    }
    const opened =
      electron === null
        ? null
        : 'absent' in electron
          ? `Electron windows cannot be opened (${electron.absent}): the same screens are in the browser.`
          : null;
    say(
      [
        '',
        'Serialbridge is running.',
        '',
        ...whole,
        '',
        ...(options.demo ? signInHelp(DEMO_PEOPLE, DEMO_ADMIN) : []),
        ...(opened === null ? [] : [opened]),
        `  Data is kept in ${resolve(options.data)}. Ctrl+C ends everything.`,
        '',
      ].join('\n'),
    );
    if (options.open && process.stdout.isTTY) {
      const { default: open } = await import('open');
      for (const url of urls) await open(url).catch(() => undefined);
    }
  } catch (error) {
    await stopAll();
    throw error;
  }
  const end = (): void => {
    void stopAll().then(() => process.exit(0));
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
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

try {
  const options = readArguments(process.argv.slice(2));
  if (options === 'help') say(HELP);
  else await start(options);
} catch (error) {
  process.stderr.write(`${inWords(error)}\n`);
  process.exitCode = 1;
}
