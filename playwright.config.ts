import { defineConfig } from '@playwright/test';

const executablePath =
  process.env['SERIALBRIDGE_BROWSER'] ?? (process.platform === 'linux' ? '/usr/bin/chromium' : undefined);

export default defineConfig({
  testDir: 'test/e2e',
  // The long one takes minutes: `npm run test:long`.
  projects: [
    { name: 'e2e', testMatch: '**/*.e2e.ts', testIgnore: '**/*.long.e2e.ts' },
    { name: 'long', testMatch: '**/*.long.e2e.ts' },
  ],
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  retries: 0,
  reporter: 'list',
  use: {
    viewport: { width: 1366, height: 768 },
    actionTimeout: 20_000,
    trace: 'retain-on-failure',
    launchOptions: executablePath === undefined ? {} : { executablePath },
  },
});
