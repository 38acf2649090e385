import { execFileSync } from 'node:child_process';

const PROGRAM = `
const { createRequire } = require('node:module');
const load = createRequire(process.argv[1] + '/package.json');
const Database = load('better-sqlite3');
const db = new Database(':memory:');
const sqlite = db.prepare('select sqlite_version() as v').get().v;
const { SerialPort, SerialPortMock } = load('serialport');
if (typeof SerialPort.list !== 'function') throw new Error('serialport has no list()');
const bindings = load('@serialport/bindings-cpp');
if (typeof bindings.autoDetect !== 'function') throw new Error('the serial bindings do not load');
bindings.autoDetect();
process.stdout.write(JSON.stringify({ sqlite, node: process.versions.node }));
`;

/** Loads every native module of an opened app in a plain Node process that can find nothing else. Throws with that process's words. */
export function loadNative(app: string): { readonly sqlite: string; readonly node: string } {
  const answer = execFileSync(process.execPath, ['-e', PROGRAM, app], {
    cwd: app,
    encoding: 'utf8',
    env: { PATH: '' },
  });
  return JSON.parse(answer) as { sqlite: string; node: string };
}
