import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_IN_ROLE_CODES, RIGHT_NAMES, type BuiltInRole, type Right } from '@serialbridge/core/rights';
import { CENTRAL_API, CSV_CALLS, OUTBOX_CALL, type ApiCall } from '@serialbridge/protocol/central';
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
const line = (name: string, who: string, verdicts: readonly Verdict[]): string =>
  `${name.padEnd(30)}${who.padEnd(20)}${verdicts.map((verdict) => verdict.padEnd(12)).join('')}\n`;

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

    test('auth.forbidden: every call × person: let in exactly as declared', async () => {
      const told = [];
      for (const [name, call] of CALLS) {
        const { who } = call;
        if (who === 'anybody') {
          const verdict = await tryCall(bench.nobody(), call);
          expect([name, verdict]).toEqual([name, 'yes']);
          told.push(line(name, who, [verdict]));
          continue;
        }
        expect([name, await tryCall(bench.nobody(), call)]).toEqual([name, 'sign in']);
        // A call that ends sessions would end those of the others, too.
        const people =
          who === 'signed-in'
            ? await Promise.all(BUILT_IN_ROLE_CODES.map(async (role) => (await employ(bench, role)).person))
            : [...builtIn, withOnly.get(who), withAllBut.get(who)];
        const verdicts: Verdict[] = ['sign in'];
        for (const person of people) verdicts.push(person === undefined ? 'sign in' : await tryCall(person, call));
        const wanted: Verdict[] =
          who === 'signed-in'
            ? ['sign in', 'yes', 'yes', 'yes']
            : ['sign in', ...BUILT_IN_ROLE_CODES.map((role) => (mayBuiltIn(role, who) ? 'yes' : 'no')), 'yes', 'no'];
        expect([name, ...verdicts]).toEqual([name, ...wanted]);
        told.push(line(name, who, verdicts));
      }
      const heads = ['nobody', ...BUILT_IN_ROLE_CODES, 'only this', 'all but'];
      const title = `${'call'.padEnd(30)}${'right'.padEnd(20)}${heads.map((head) => head.padEnd(12)).join('')}\n`;
      process.stdout.write(`\nCalls of central on ${engine}: who is let in\n${title}${told.join('')}`);
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
function mayBuiltIn(role: BuiltInRole, right: Right): boolean {
  if (role === 'operator') return FOR_OPERATORS.has(right);
  return role === 'admin' || !FOR_ADMINS.has(right);
}
