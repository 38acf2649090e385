import { parseArgs } from 'node:util';
import { dropOldCopies, moveTenant, MoveRefused } from '../storage/directory/move-tenant.ts';
import { readDatabases } from './databases.ts';
import { StartFailure } from '../server/start-failure.ts';

/** `central move-tenant TENANT --to NAME` or `--drop`. @returns the line to say. @throws StartFailure, Error of the move */
export async function runMoveTenant(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { to: { type: 'string' }, drop: { type: 'boolean' }, database: { type: 'string', multiple: true } },
  });
  const databases = readDatabases(values.database, env);
  const [tenant_id, ...more] = positionals;
  if (databases === undefined || databases.length < 2)
    throw new StartFailure('arguments', 'Moving a tenant takes two databases at least: --database NAME=URL for each.');
  if (tenant_id === undefined || more.length > 0 || (values.to === undefined) === (values.drop !== true))
    throw new StartFailure('arguments', 'Say which tenant, and either --to NAME or --drop.');
  try {
    if (values.to === undefined)
      return JSON.stringify({ tenant_id, dropped: await dropOldCopies(databases, tenant_id) });
    return JSON.stringify({ tenant_id, ...(await moveTenant(databases, tenant_id, values.to)) });
  } catch (error) {
    if (error instanceof MoveRefused) throw new StartFailure('arguments', error.message);
    throw error;
  }
}
