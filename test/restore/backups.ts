import { execFile } from 'node:child_process';
import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { Client } from 'pg';
import type { CentralProcess } from '@serialbridge/testing/processes/central-process';

const run = promisify(execFile);

/** Takes backups of central's database while central works, and puts an older one back in its place. */
export interface Backups {
  readonly engine: 'sqlite' | 'postgres';
  take(name: string): Promise<void>;
  /** `alive`: the database is replaced under a central that goes on running; else central is killed before and started after. */
  restore(name: string, central: CentralProcess, alive: boolean): Promise<void>;
}

/** A backup is one file, taken through SQLite (VACUUM INTO), never a copy of a file that is being written. */
export function sqliteBackups(folder: string, data: string): Backups {
  const file = join(data, 'central', 'central.db');
  const backup = (name: string): string => join(folder, `${name}.db`);
  return {
    engine: 'sqlite',
    take: (name) => {
      rmSync(backup(name), { force: true });
      const db = new Database(file, { fileMustExist: true, timeout: 10_000 });
      try {
        db.prepare('VACUUM INTO ?').run(backup(name));
      } finally {
        db.close();
      }
      return Promise.resolve();
    },
    restore: async (name, central) => {
      await central.stop('SIGKILL');
      // The log of the lost database beside the older file would be replayed into it.
      for (const suffix of ['', '-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true });
      copyFileSync(backup(name), file);
      await central.start();
    },
  };
}

export function postgresBackups(folder: string, bin: string, server_url: string, database_url: string): Backups {
  const database = new URL(database_url).pathname.slice(1);
  const backup = (name: string): string => join(folder, `${name}.dump`);
  const say = async (...texts: string[]): Promise<void> => {
    const client = new Client({ connectionString: server_url });
    await client.connect();
    try {
      for (const text of texts) await client.query(text);
    } finally {
      await client.end();
    }
  };
  return {
    engine: 'postgres',
    take: async (name) => {
      await run(join(bin, 'pg_dump'), ['-Fc', '-f', backup(name), database_url]);
    },
    restore: async (name, central, alive) => {
      if (!alive) await central.stop('SIGKILL');
      await say(`drop database ${database} with (force)`, `create database ${database}`);
      await run(join(bin, 'pg_restore'), ['-d', database_url, backup(name)]);
      if (!alive) await central.start();
    },
  };
}
