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
const { nativeGetDevices, Emitter } = load('usb/index.js');
if (typeof nativeGetDevices !== 'function' || typeof Emitter !== 'function') throw new Error('usb does not load');
let hid = 'node-hid';
try {
  if (typeof load('node-hid').devices !== 'function') throw new Error('node-hid has no devices()');
} catch (error) {
  // its prebuild is there and links to libraries of the system: a machine without them is not the package's fault
  if (!/lib(usb|udev)[^:]*: cannot open shared object file/.test(String(error))) throw error;
  hid = 'node-hid (as far as this machine has libusb and libudev)';
}
process.stdout.write(JSON.stringify({ sqlite, node: process.versions.node, hid }));
`;

/** Loads every native module of an opened app in a plain Node process that can find nothing else. Throws with that process's words. */
export function loadNative(app: string): { readonly sqlite: string; readonly node: string; readonly hid: string } {
  const answer = execFileSync(process.execPath, ['-e', PROGRAM, app], {
    cwd: app,
    encoding: 'utf8',
    env: { PATH: '' },
  });
  return JSON.parse(answer) as { sqlite: string; node: string; hid: string };
}
