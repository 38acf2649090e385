import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { gatherRequirements } from './requirements.ts';
import { buildIfStale } from '../../scripts/start/build-if-stale.ts';

/**
 * `npm run test:kill [-- --rounds N --seed S]`: kills the station host N times (20) with SIGKILL while somebody scans a receipt in Chromium, and
 * compares what was heard with what was restored (test/e2e/kill-host.e2e.ts). Prints how long each outage lasted.
 */
const { values } = parseArgs({ options: { rounds: { type: 'string', default: '20' }, seed: { type: 'string' } } });
const browser = gatherRequirements().find((one) => one.name === 'browser');
if (browser === undefined || browser.path === null) {
  process.stderr.write(`The kill test needs a browser: ${browser?.reason ?? 'none was found'}\n`);
  process.exitCode = 1;
} else {
  buildIfStale(['receivebridge'], (line) => process.stdout.write(`${line}\n`));
  const { status } = spawnSync('playwright', ['test', 'kill-host.e2e.ts', '--reporter=list'], {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      SERIALBRIDGE_BROWSER: browser.path,
      SERIALBRIDGE_KILL_ROUNDS: values.rounds,
      ...(values.seed === undefined ? {} : { SERIALBRIDGE_KILL_SEED: values.seed }),
    },
  });
  process.exitCode = status ?? 1;
}
