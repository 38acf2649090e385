import { readdirSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '@serialbridge/testing/temporary-folder';
import { openStore } from '@serialbridge/central/storage';
import { DEMO_PASSWORD } from '../../scripts/demo/load-demo.ts';
import { startOwnCentral, type OwnCentral } from '../../scripts/start/start-central.ts';

const ONE_TIME_CODE = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/u;

/** The command lines of all processes here, as any user of a machine may list them. */
function commandLines(): string {
  const lines: string[] = [];
  for (const name of readdirSync('/proc').filter((one) => /^\d+$/u.test(one))) {
    try {
      lines.push(readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' '));
    } catch {
      // It ended meanwhile.
    }
  }
  return lines.join('\n');
}

const start = (data: string, demo: boolean): Promise<OwnCentral> =>
  startOwnCentral({ data, port: 0, demo, say: () => undefined });

/** `npm start` as a person does it the first time, and again, on a database of either engine. */
export function registerFirstStartTests(
  freshDatabase: () => Promise<{ url: string; drop(): Promise<void> } | null>,
): void {
  const world = async (): Promise<{ data: string; people: () => Promise<string[]> }> => {
    const folder = temporaryFolder();
    const database = await freshDatabase();
    const before = process.env['DATABASE_URL'];
    if (database !== null) process.env['DATABASE_URL'] = database.url;
    onTestFinished(async () => {
      if (before === undefined) delete process.env['DATABASE_URL'];
      else process.env['DATABASE_URL'] = before;
      await database?.drop();
      folder.remove();
    });
    return {
      data: folder.dir,
      people: async () => {
        const store = await openStore({ database_url: database?.url, data_dir: `${folder.dir}/central` });
        const rows = await store.db.selectFrom('operator').select('code').orderBy('code').execute();
        await store.close();
        return rows.map(({ code }) => code);
      },
    };
  };

  test('--no-demo: the first start says how to sign in, the second says nothing, and a start with the demo puts nothing in', async () => {
    const { data, people } = await world();
    const first = await start(data, false);
    const said = first.says.join('\n');
    expect(said).toContain(`open ${first.url}`);
    expect(said).toMatch(/the code admin and the one-time code/u);
    expect(said).toMatch(ONE_TIME_CODE);
    expect(commandLines()).not.toContain(ONE_TIME_CODE.exec(said)?.[0]);
    await first.process.stop();

    const second = await start(data, false);
    expect([second.admin, second.fresh, second.says]).toEqual([null, false, []]);
    await second.process.stop();

    const third = await start(data, true);
    expect([third.admin, third.fresh]).toEqual([null, false]);
    expect(third.says.join()).toContain('no demo data was put into it');
    await third.process.stop();
    expect(await people()).toEqual(['admin']);
  }, 120_000);

  test('the demo is put into the tenant that this start made, its secrets on no command line, and is there at the next start', async () => {
    const { data, people } = await world();
    const first = await start(data, true);
    expect([first.fresh, first.admin === null, first.says]).toEqual([true, false, []]);
    expect(commandLines()).not.toContain(DEMO_PASSWORD);
    await first.process.stop();
    const second = await start(data, true);
    expect([second.fresh, second.admin === null]).toEqual([false, false]);
    await second.process.stop();
    expect(await people()).toContain('900');
  }, 120_000);
}
