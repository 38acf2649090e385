import { existsSync, readFileSync } from 'node:fs';
import { hostname, userInfo } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import { markBackup, noteAt, noteKeptMark, noteMark, WrongMark } from '../recovery/backup/marks.ts';
import { backupSqlite } from '../recovery/backup/sqlite-backup.ts';
import { noteAudit } from '../audit/index.ts';
import type { Central } from '../auth/central.ts';
import { giveOneTimeCode } from '../auth/one-time-codes.ts';
import { Refusal } from '../refusal.ts';
import { importOutbox } from '../recovery/outbox/import-outbox.ts';
import { withoutPassword } from './arguments.ts';
import { openCentral, type CentralOptions } from '../server/start-central.ts';
import { EXIT_CODES, StartFailure } from '../server/start-failure.ts';

/** Commands that work on central's database and end; central itself may be running meanwhile. */
export const COMMANDS_HELP = `
  import-outbox FILE        import the exported outbox of a station (.sboutbox)
      --accept-unknown-key  believe the key in the file: only if you know where the file is from
  backup --to FILE          copy the SQLite database while central runs, check the copy and note it
  backup-mark               print a mark; do so BEFORE pg_dump begins
  note-backup --mark MARK   the backup begun after that mark is complete and kept
  note-backup --at VERSION  a backup holds the ledger up to that version (--tenant ID where there are several)
  note-backup --before TIME a backup was begun at that time (ISO 8601)
  one-time-code --code CODE print a code with which that person sets a password, once, within 24 hours

  Each takes --data DIR or --database-url URL as central itself does.
`;

const OPTIONS = {
  data: { type: 'string' },
  'database-url': { type: 'string' },
  to: { type: 'string' },
  mark: { type: 'string' },
  at: { type: 'string' },
  before: { type: 'string' },
  code: { type: 'string' },
  tenant: { type: 'string' },
  'accept-unknown-key': { type: 'boolean' },
} as const;

const wrong = (message: string): StartFailure =>
  new StartFailure('arguments', `${message} (--help lists the commands)`);

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: true });
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}
type Given = ReturnType<typeof read>;
type Command = (central: Central, given: Given) => Promise<readonly object[]>;

const account = (): string => `${userInfo().username}@${hostname()}`;

async function tenantsOf({ store }: Central): Promise<string[]> {
  const rows = await store.db.selectFrom('tenant').select('tenant_id').orderBy('tenant_id').execute();
  return rows.map(({ tenant_id }) => tenant_id);
}

/** The tenant that was named, or the only one. */
async function oneTenant(central: Central, named: string | undefined): Promise<string> {
  const all = await tenantsOf(central);
  if (named !== undefined) {
    if (!all.includes(named)) throw wrong(`there is no tenant ${named}`);
    return named;
  }
  const [only, ...more] = all;
  if (only === undefined || more.length > 0) throw wrong(`name one of ${all.length} tenants with --tenant`);
  return only;
}

/** Whose file it is, as its first line says; it is checked like any other. */
function tenantOfFile(bytes: Uint8Array): string | null {
  try {
    const end = bytes.indexOf(0x0a);
    const header: unknown = JSON.parse(Buffer.from(bytes.subarray(0, end)).toString('utf8'));
    const tenant_id: unknown = typeof header === 'object' && header !== null ? Reflect.get(header, 'tenant_id') : null;
    return typeof tenant_id === 'string' ? tenant_id : null;
  } catch {
    return null;
  }
}

const importCommand: Command = async (central, { values, positionals }) => {
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw wrong('import-outbox takes one file');
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch {
    throw wrong(`the file ${file} cannot be read`);
  }
  const named = tenantOfFile(bytes);
  const known = (await tenantsOf(central)).includes(named ?? '') ? (named ?? undefined) : undefined;
  const tenant_id = await oneTenant(central, values.tenant ?? known);
  return [
    await importOutbox(central, {
      tenant_id,
      operator_id: null,
      imported_by: account(),
      file_name: basename(file).slice(0, 200),
      bytes,
      any_key: values['accept-unknown-key'] ?? false,
    }),
  ];
};

const backupCommand: Command = async (central, { values }) => {
  const { store } = central;
  if (values.to === undefined) throw wrong('backup takes --to FILE');
  if (store.engine !== 'sqlite')
    throw wrong('backup copies SQLite; for PostgreSQL use backup-mark, pg_dump and note-backup --mark');
  const place = resolve(values.to);
  const marked_at = central.now();
  const heads = await backupSqlite(join(store.data_dir, 'central.db'), place);
  const backup_id = uuidv7();
  const notes: object[] = [];
  for (const head of heads) {
    const noted = { by: account(), place, now: central.now() };
    notes.push({ file: place, ...(await noteMark(store, { ...head, backup_id, marked_at }, noted)) });
  }
  return notes;
};

const markCommand: Command = async (central) => {
  const mark = uuidv7();
  const marked: object[] = [];
  for (const tenant_id of await tenantsOf(central)) {
    const { version, marked_at } = await markBackup(central.store, tenant_id, mark, central.now());
    marked.push({ mark, tenant_id, version, marked_at });
  }
  return marked;
};

const noteCommand: Command = async (central, { values: { mark, at, before, tenant } }) => {
  const noted = { by: account(), place: null, now: central.now() };
  if ([mark, at, before].filter((one) => one !== undefined).length !== 1)
    throw wrong('note-backup takes one of --mark, --at and --before');
  if (mark !== undefined) return noteKeptMark(central.store, mark, noted);
  if (at !== undefined) {
    if (!/^\d{1,15}$/u.test(at)) throw wrong(`--at takes a version, not ${at}`);
    return [await noteAt(central.store, await oneTenant(central, tenant), { version: Number(at) }, noted)];
  }
  const time = Date.parse(before ?? '');
  if (Number.isNaN(time)) throw wrong(`--before takes a time as 2026-01-31T22:00:00Z, not ${before ?? ''}`);
  const tenants = tenant === undefined ? await tenantsOf(central) : [await oneTenant(central, tenant)];
  const notes: object[] = [];
  for (const tenant_id of tenants) notes.push(await noteAt(central.store, tenant_id, { before: time }, noted));
  return notes;
};

/** For whoever cannot sign in while nobody else can help: right after an upgrade, or when the only admin forgot the password. */
const oneTimeCodeCommand: Command = async (central, { values: { code, tenant } }) => {
  if (code === undefined) throw wrong('one-time-code takes --code CODE, the code of an operator');
  const tenant_id = await oneTenant(central, tenant);
  const person = await central.store.db
    .selectFrom('operator')
    .select(['operator_id', 'name'])
    .where('tenant_id', '=', tenant_id)
    .where('code', '=', code)
    .where('active', '=', true)
    .orderBy('double_of', (order) => order.asc().nullsFirst())
    .executeTakeFirst();
  if (person === undefined) throw wrong(`no active operator has the code ${code}`);
  const now = central.now();
  const given = await central.store.transaction(async (tx) => {
    const { operator_id, name } = person;
    await noteAudit(
      tx,
      { tenant_id, operator_id: null, by: `command line: ${account()}`, now },
      { kind: 'one-time-code-given', entity: 'operator', subject_id: operator_id, label: name, details: {} },
    );
    return giveOneTimeCode(tx, { tenant_id, operator_id }, { made_by: null, now });
  });
  return [{ code, name: person.name, ...given, expires_at: new Date(given.expires_at).toISOString() }];
};

/** A command must not make a new database where there is none: it would find nothing in it and say that all is well. */
function checkThere({ data_dir, database_url }: CentralOptions): void {
  if (database_url === undefined && !existsSync(join(data_dir, 'central.db')))
    throw new StartFailure(
      'folder',
      `There is no central.db in ${resolve(data_dir)}; name central's data folder with --data.`,
    );
}

const COMMANDS: Readonly<Record<string, Command>> = {
  'import-outbox': importCommand,
  backup: backupCommand,
  'backup-mark': markCommand,
  'note-backup': noteCommand,
  'one-time-code': oneTimeCodeCommand,
};

export function isCommand(name: string | undefined): name is string {
  return name !== undefined && Object.hasOwn(COMMANDS, name);
}

const complain = (line: string): void => void process.stderr.write(`${line}\n`);

/**
 * Runs one command: a JSON line on standard output for each tenant or file, or every fault on standard error, one a line, and exit code 1
 * (2 for wrong arguments, 4 and 5 as at start).
 */
export async function runCommand(
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  try {
    const given = read(args);
    const { values } = given;
    const options: CentralOptions = {
      data_dir: values.data ?? 'data/central',
      database_url: withoutPassword(values['database-url']) ?? env['DATABASE_URL'],
      log_level: 'silent',
    };
    checkThere(options);
    const central = await openCentral(options);
    try {
      for (const line of (await COMMANDS[name]?.(central, given)) ?? [])
        process.stdout.write(`${JSON.stringify(line)}\n`);
    } finally {
      await central.store.close();
    }
  } catch (error) {
    process.exitCode = error instanceof StartFailure ? EXIT_CODES[error.kind] : 1;
    if (error instanceof Refusal) {
      complain(`${error.code}: ${error.message}`);
      for (const { code, message } of error.errors) complain(`  ${code}: ${message}`);
    } else if (error instanceof WrongMark) complain(`${error.code}: ${error.message}`);
    else complain(error instanceof Error ? error.message : String(error));
  }
}
