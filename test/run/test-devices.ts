import { startChecks, type Checks } from '../device-bench/checks.ts';
import { gatherKernel, type Kernel } from '../device-bench/kernel.ts';
import { cdcScanner } from '../device-bench/scenarios/cdc-scanner.ts';
import { ftdiScale } from '../device-bench/scenarios/ftdi-scale.ts';
import { hidScale } from '../device-bench/scenarios/hid-scale.ts';
import { hidScanner } from '../device-bench/scenarios/hid-scanner.ts';
import { hostRestart } from '../device-bench/scenarios/host-restart.ts';
import { latency, timeBareLines } from '../device-bench/scenarios/latency.ts';
import { rawLayer } from '../device-bench/scenarios/raw-layer.ts';
import { usbPrinter } from '../device-bench/scenarios/usb-printer.ts';
import { createGadgets, makeStage } from '../device-bench/stage.ts';
import { startBench, type Bench } from '../device-bench/start-bench.ts';
import { stationUnderTest } from '../device-bench/station-under-test.ts';
import { installPackages, mayInstallPackages, onPath } from './apt-packages.ts';
import { emptyTally, endWith, tallyLine, type Tally } from './tally.ts';

/**
 * `npm run test:devices [-- part…]`: a QEMU guest in which scanners, scales and a printer are real USB devices, plugged, used, unplugged and replugged
 * while a station host runs there. Without QEMU it is skipped, with the reason. With SERIALBRIDGE_TALLY=file the counts are also written there.
 */
const started = performance.now();
const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Tools {
  readonly qemu: string;
  readonly busybox: string;
  readonly kernel: Kernel;
}

const NEEDED = {
  'qemu-system-x86_64': 'qemu-system-x86',
  busybox: 'busybox-static',
  cpio: 'cpio',
  depmod: 'kmod',
  xz: 'xz-utils',
  udevadm: 'udev',
};

const absentPackages = (): string[] =>
  Object.entries(NEEDED)
    .filter(([command]) => onPath(command) === null)
    .map(([, name]) => name);

/** Everything the guest is made of, installed where that is allowed; a text: why it cannot be had. */
function gatherTools(): Tools | string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'the guest runs on x64 Linux only';
  if (absentPackages().length > 0 && mayInstallPackages()) installPackages(absentPackages());
  const left = absentPackages();
  if (left.length > 0) return `not found and could not be installed (Debian: ${left.join(' ')})`;
  try {
    return { qemu: onPath('qemu-system-x86_64') ?? '', busybox: onPath('busybox') ?? '', kernel: gatherKernel() };
  } catch (error) {
    return `no kernel for the guest: ${error instanceof Error ? error.message : String(error)}`;
  }
}

const PARTS = { hidScanner, hidScale, cdcScanner, ftdiScale, usbPrinter, hostRestart } as const;

async function runScenarios(bench: Bench): Promise<Tally> {
  const station = stationUnderTest(bench.agent, bench.station);
  const checks: Checks = startChecks(say, station.log);
  await createGadgets(bench);
  const named = process.argv.slice(2);
  if (named.length === 0 || named.includes('raw')) await rawLayer(bench, checks);
  const timed = named.length === 0 || named.includes('latency');
  const bare = timed ? await timeBareLines(bench, checks) : {};
  const parts = Object.entries(PARTS).filter(([name]) => named.length === 0 || named.includes(name));
  if (parts.length === 0 && !timed) return checks.tally;
  await checks.check('the station host starts in the guest', () => station.start());
  const stage = makeStage(bench, station, checks);
  if (checks.tally.failed === 0) {
    if (timed) await latency(stage, bare, say);
    for (const [, part] of parts) await part(stage);
  }
  station.client.close();
  return checks.tally;
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
const tools = gatherTools();
let tally = emptyTally();
if (typeof tools === 'string') {
  say(`skipped: the guest with real USB devices: ${tools}`);
  tally.skipped.push(`test:devices: ${tools}`);
} else {
  let bench: Bench | null = null;
  try {
    bench = await startBench(tools);
    say(`The guest (kernel ${tools.kernel.version}) is up in ${bench.boot_s.toFixed(1)} s.`);
    tally = await runScenarios(bench);
  } catch (error) {
    tally.failed += 1;
    say(`FAILED  ${error instanceof Error ? error.message : String(error)}`);
    if (bench !== null) say(bench.qemu.console().trim().slice(-2000));
  } finally {
    await bench?.stop();
  }
}
say(`\nin ${((performance.now() - started) / 1000).toFixed(0)} s\n${tallyLine(tally)}`);
endWith(tally);
