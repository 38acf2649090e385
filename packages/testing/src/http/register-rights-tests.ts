import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_IN_ROLE_CODES, RIGHT_NAMES, type BuiltInRole, type Right } from '@serialbridge/core/rights';
import { CENTRAL_API, CSV_CALLS, OUTBOX_CALL, type ApiCall, type CallWho } from '@serialbridge/protocol/central';
import type { HttpBench, Person } from './http-bench.ts';
import { employ, makeRole } from './people.ts';
import type { OpenBench } from './register-http-tests.ts';

const CALLS: readonly (readonly [name: string, call: ApiCall])[] = Object.entries({
  ...CENTRAL_API,
  ...CSV_CALLS,
  'outboxes.import': OUTBOX_CALL,
});
/** No record has this id, so that a call that is let through does nothing. */
const NO_ID = '018f0000-0000-7000-8000-000000000000';

type Verdict = 'yes' | 'no' | 'sign in';

/** Lets the call in or not; what comes of it behind the door is no matter here. */
async function tryCall(person: Person, { method, path }: ApiCall): Promise<Verdict> {
  const isFile = path.includes('import') && method === 'POST';
  const answer = await person.send(
    method,
    path.replaceAll(/:kind/gu, 'products').replaceAll(/:\w+/gu, NO_ID),
    method === 'GET' || method === 'DELETE' ? {} : { body: isFile ? 'no such column\nx' : {} },
  );
  if (answer.body.code === 'auth.required') return 'sign in';
  return answer.status === 403 && answer.body.code === 'auth.forbidden' ? 'no' : 'yes';
}

/** One line of the table. */
const line = (name: string, who: string, verdicts: readonly string[]): string =>
  `${name.padEnd(30)}${who.padEnd(20)}${verdicts.map((verdict) => verdict.padEnd(12)).join('')}\n`;

const isRight = (who: CallWho): who is Right => who !== 'anybody' && who !== 'signed-in';

/** Every call of central by everybody: nobody, each built-in role, a role with the one right that it takes, and one with all but that. */
export function registerRightsTests(engine: string, open: OpenBench): void {
  describe(`rights of calls over HTTP on ${engine}`, { timeout: 300_000 }, () => {
    let bench: HttpBench;
    const builtIn: Person[] = [];
    const withOnly = new Map<Right, Person>();
    const withAllBut = new Map<Right, Person>();
    beforeAll(async () => {
      bench = await open();
      for (const role of BUILT_IN_ROLE_CODES) builtIn.push((await employ(bench, role)).person);
      for (const right of RIGHT_NAMES) {
        const others = RIGHT_NAMES.filter((one) => one !== right);
        withOnly.set(right, (await employ(bench, await makeRole(bench, [right]))).person);
        withAllBut.set(right, (await employ(bench, await makeRole(bench, others))).person);
      }
    }, 120_000);
    afterAll(() => bench.close());

    /** Who tries a call beside nobody and the built-in roles, and whether he is to be let in. */
    const madeRoles = async ({ who, also }: ApiCall): Promise<readonly (readonly [Person | undefined, Verdict])[]> => {
      if (!isRight(who)) return [];
      if (also === undefined)
        return [
          [withOnly.get(who), 'yes'],
          [withAllBut.get(who), 'no'],
        ];
      const both = await employ(bench, await makeRole(bench, [who, also]));
      return [
        [both.person, 'yes'],
        [withAllBut.get(who), 'no'],
        [withAllBut.get(also), 'no'],
      ];
    };
    /** A call that ends sessions would end those of the others, too: each such try has a session of its own. */
    const builtInFor = async ({ who }: ApiCall): Promise<readonly Person[]> =>
      who === 'signed-in'
        ? Promise.all(BUILT_IN_ROLE_CODES.map(async (role) => (await employ(bench, role)).person))
        : builtIn;

    test('auth.forbidden: every call × person: let in exactly as declared', async () => {
      const table = [];
      for (const [name, call] of CALLS) {
        const { who, also } = call;
        const found = [await tryCall(bench.nobody(), call)];
        const wanted: Verdict[] = [who === 'anybody' ? 'yes' : 'sign in'];
        if (who !== 'anybody') {
          for (const person of await builtInFor(call)) found.push(await tryCall(person, call));
          wanted.push(...BUILT_IN_ROLE_CODES.map((role) => mayBuiltIn(role, call)));
          for (const [person, verdict] of await madeRoles(call)) {
            found.push(await tryCall(person ?? bench.nobody(), call));
            wanted.push(verdict);
          }
        }
        table.push({ name, right: also === undefined ? who : `${who}, ${also}`, found, wanted });
      }
      const heads = ['nobody', ...BUILT_IN_ROLE_CODES, 'only this', 'all but'];
      const title = line('call', 'right', heads);
      process.stdout.write(
        `\nCalls of central on ${engine}: who is let in\n${title}${table.map(({ name, right, found }) => line(name, right, found)).join('')}`,
      );
      expect(table.map(({ name, found }) => [name, ...found])).toEqual(
        table.map(({ name, wanted }) => [name, ...wanted]),
      );
    });

    test('auth.forbidden: the refusal says in plain words which right is missing', async () => {
      const { body } = await (builtIn[0] ?? bench.nobody()).send('GET', '/api/exports/units.csv');
      expect(body.detail).toBe(
        'This needs the right "Take lists out as files", which your role does not have. Ask somebody who manages people and roles.',
      );
      expect(body.errors).toMatchObject([{ code: 'auth.forbidden', params: { needed: 'export' } }]);
    });
  });
}

/** As the product promises it, and not as the code works it out. */
const FOR_ADMINS = new Set<Right>([
  'warehouses.change',
  'options.administer',
  'people',
  'roles',
  'stations',
  'recovery',
  'audit.see',
]);
const FOR_OPERATORS = new Set<Right>(['receive', 'pack', 'units.move', 'records.see']);
function mayBuiltIn(role: BuiltInRole, { who, also }: ApiCall): Verdict {
  const rights = [who, also].filter((right) => right !== undefined && right !== 'signed-in') as Right[];
  if (role === 'admin') return 'yes';
  return rights.every((right) => (role === 'operator' ? FOR_OPERATORS.has(right) : !FOR_ADMINS.has(right)))
    ? 'yes'
    : 'no';
}
