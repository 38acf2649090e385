import type { TestProject } from 'vitest/node';
import { NoPostgres, startPostgres, type PostgresForTests } from './postgres.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where PostgreSQL for tests is, or why there is none. */
    postgres: { readonly url: string } | { readonly missing: string };
  }
}

let server: PostgresForTests | undefined;

/** Vitest's globalSetup of the project pg: one server for all its files; without one they are skipped and the reason is printed. @public */
export async function setup(project: TestProject): Promise<void> {
  try {
    server = await startPostgres();
    project.provide('postgres', { url: server.url });
  } catch (error) {
    if (!(error instanceof NoPostgres)) throw error;
    process.stderr.write(`pg tests are skipped: ${error.message}\n`);
    project.provide('postgres', { missing: error.message });
  }
}

/** @public */
export async function teardown(): Promise<void> {
  await server?.stop();
}
