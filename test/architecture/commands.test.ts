import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const CENTRAL = 'apps/central/src/';
/** Files that decide what is recorded. */
const DECIDES =
  /^apps\/central\/src\/records\/(?:.*\/)?(?:commands|import[\w-]*|code-book|document-rows|jobs|plan)\.ts$/;
/** What was read so may have changed when the command writes: it reads through the `tx` that `command` hands it. */
const READS_OUTSIDE = [
  /\bstore\s*\.\s*(?:db|read|transaction)\b/,
  /\{[^{}]*\}\s*=\s*(?:\w+\.)?store\b/,
  /\{\s*store\s*\}/,
];
/** The ledger records; every other room asks `command` to. */
const RECORDS = /\brecordCentralEvents\b/;
const MAY_RECORD = /^apps\/central\/src\/(?:ledger\/|records\/command\.ts$)/;

function faultsOf(file: string, text: string): string[] {
  const code = text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
  return [
    ...(DECIDES.test(file) && READS_OUTSIDE.some((one) => one.test(code))
      ? [`${file} reads outside of the tenant's lock`]
      : []),
    ...(!MAY_RECORD.test(file) && RECORDS.test(code) ? [`${file} records without a command`] : []),
  ];
}

const sources = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', CENTRAL], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));

test("architecture.commands: what is recorded is decided by what was read in the tenant's lock", () => {
  expect(sources.filter((file) => DECIDES.test(file)).length).toBeGreaterThan(15);
  expect(sources.flatMap((file) => faultsOf(file, readFileSync(file, 'utf8')))).toEqual([]);
});

test.each([
  ['vendors/commands.ts', "const same = await central.store.db.selectFrom('vendor').executeTakeFirst();"],
  ['vendors/commands.ts', "const { db } = central.store;\nconst same = await db.selectFrom('vendor').execute();"],
  ['orders/import.ts', "const { store } = central;\nawait store.read(({ db }) => db.selectFrom('order').execute());"],
  ['importing/jobs.ts', "await store\n  .transaction((tx) => tx.db.selectFrom('order').execute());"],
  ['vendors/queries.ts', 'await recordCentralEvents(central.store, tenant_id, [draft], options);'],
])('architecture.commands: a planted check before a write in records/%s is found', (file, text) => {
  expect(faultsOf(`${CENTRAL}records/${file}`, text)).toHaveLength(1);
});

test('architecture.commands: a query may read as it likes', () => {
  expect(faultsOf(`${CENTRAL}records/vendors/queries.ts`, 'central.store.read(({ db }) => 1);')).toEqual([]);
});
