import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', '**/dist/**'];
const under = (suffix: string): string[] => [
  `packages/*/src/**/*.${suffix}`,
  `apps/*/src/**/*.${suffix}`,
  `test/**/*.${suffix}`,
];

/** A test file's suffix says what it needs (README, "Tests"): the projects below are those needs. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
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
          fileParallelism: false,
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
      { plugins: [react()], test: { name: 'dom', include: under('dom.test.tsx'), exclude, environment: 'jsdom' } },
    ],
  },
});
