import { existsSync, statfsSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

/**
 * Temporary files lie in memory where there is room, PostgreSQL's too, for a disk would be most of what these tests wait for. What reaches a disk
 * is judged by its system calls (test/durability) and by the simulator, not by this machine's disk.
 */
const MEMORY = '/dev/shm';
const ROOM_BYTES = 4e9;
if (process.env['TMPDIR'] === undefined && existsSync(MEMORY)) {
  const { bavail, bsize } = statfsSync(MEMORY);
  if (bavail * bsize > ROOM_BYTES) process.env['TMPDIR'] = MEMORY;
}

const exclude = ['**/node_modules/**', '**/dist/**'];
const under = (suffix: string): string[] => [
  `packages/*/src/**/*.${suffix}`,
  `apps/*/src/**/*.${suffix}`,
  `test/**/*.${suffix}`,
];

/** A test file's suffix says what it needs (README, "Tests"): the projects below are those needs. */
export default defineConfig({
  test: {
    // A test waits for a socket, a timer or another process more often than for the processor: no core is left free for a person.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          // Pure code leaves nothing behind: files share their workers, and modules are read once.
          isolate: false,
          include: under('test.ts'),
          exclude: [...exclude, '**/*.sqlite.test.ts', '**/*.pg.test.ts', '**/*.pty.test.ts', '**/*.long.test.ts'],
        },
      },
      { test: { name: 'sqlite', include: under('sqlite.test.ts'), exclude } },
      { test: { name: 'pty', include: under('pty.test.ts'), exclude, fileParallelism: false } },
      {
        test: {
          name: 'pg',
          include: under('pg.test.ts'),
          exclude,
          globalSetup: ['packages/testing/src/postgres/postgres-setup.ts'],
        },
      },
      {
        // Minutes of faults at every place in turn: `npm run test:long`, and CI.
        test: {
          name: 'long',
          include: under('long.test.ts'),
          exclude,
          fileParallelism: false,
          globalSetup: ['packages/testing/src/postgres/postgres-setup.ts'],
        },
      },
      {
        plugins: [react()],
        // Every test takes its page away itself; reading the components anew for each file took most of the time.
        test: { name: 'dom', include: under('dom.test.tsx'), exclude, environment: 'jsdom', isolate: false },
      },
    ],
  },
});
