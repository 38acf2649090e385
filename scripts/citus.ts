import { parseArgs } from 'node:util';
import { Client } from 'pg';
import { openStore } from '../apps/central/src/storage/open-store.ts';
import { distributeStatements } from './citus/distribute.ts';

/**
 * `DATABASE_URL=postgres://… node scripts/run.js citus [--print]`: applies the migrations on the coordinator of a Citus cluster and distributes
 * every tenant's table (resources/docs/citus.md); may be run again. With --print it only says the statements.
 */
const { values } = parseArgs({ options: { print: { type: 'boolean', default: false } } });
const url = process.env['DATABASE_URL'] ?? '';
if (values.print) process.stdout.write(`${distributeStatements().join(';\n')};\n`);
else if (url === '') {
  process.stderr.write('Set DATABASE_URL to the coordinator of the cluster.\n');
  process.exitCode = 1;
} else {
  const store = await openStore({ database_url: url, data_dir: '.' });
  await store.close();
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of distributeStatements()) await client.query(statement);
    process.stdout.write('Every table of tenants is distributed.\n');
  } finally {
    await client.end();
  }
}
