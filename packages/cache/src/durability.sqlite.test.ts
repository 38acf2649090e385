import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { APPENDER } from '@serialbridge/testing/cache/store-fixture';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';

/** Missing on some systems, and not allowed in some containers. */
const canTrace = spawnSync('strace', ['-e', 'trace=none', 'true']).status === 0;

test.skipIf(!canTrace)(
  'store.durable: fdatasync of ops.db-wal comes before each acceptance (needs strace)',
  () => {
    const folder = temporaryFolder();
    const trace = join(folder.dir, 'trace');
    const args = [
      '-f',
      '-y',
      '-qq',
      '-e',
      'trace=fdatasync,fsync,write',
      '-o',
      trace,
      process.execPath,
      APPENDER,
      folder.dir,
      '5',
    ];
    const { status, stderr } = spawnSync('strace', args, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    const steps = readFileSync(trace, 'utf8')
      .split('\n')
      .flatMap((line) => {
        if (/\b(?:fdatasync|fsync)\(.*ops\.db-wal/u.test(line)) return ['sync'];
        const said = /\bwrite\(1.*"(open|accepted)/u.exec(line)?.[1];
        return said === undefined ? [] : [said];
      });
    folder.remove();
    const accepted = steps.slice(steps.indexOf('open') + 1, steps.lastIndexOf('accepted') + 1);
    expect(accepted).toEqual(Array.from({ length: 5 }, () => ['sync', 'accepted']).flat());
  },
  30_000,
);
