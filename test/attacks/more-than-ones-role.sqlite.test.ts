import { afterAll, beforeAll, expect, test } from 'vitest';
import { type HttpBench, openHttpBench, type Person } from '@serialbridge/testing/http/http-bench';
import { employ, makeRole } from '@serialbridge/testing/http/people';

/** Somebody signs in to the console with a role of little, and wants more of it. */
let bench: HttpBench;
let operator: Person;
let clerk: { readonly person: Person; readonly operator_id: string };
beforeAll(async () => {
  bench = await openHttpBench();
  const head = 'number,customer_name,address_1,city,country,sku,quantity,unit_price,confirmed,picked';
  await bench.admin.import('products', 'sku,name\nP-1,Router\n');
  await bench.admin.import('orders', `${head}\nSO-1,Ines,Harbour Road 4,Albany,US,P-1,1,9876.54,yes,yes\n`);
  operator = (await employ(bench, 'operator')).person;
  clerk = await employ(bench, await makeRole(bench, ['people', 'people.see', 'records.see']));
}, 60_000);
afterAll(() => bench.close());

test('auth.forbidden: an operator takes no list out', async () => {
  for (const path of ['/api/exports/units.csv', '/api/exports/cases.csv', '/api/exports/arrivals.csv']) {
    const { status, body } = await operator.send('GET', path);
    expect([status, body.code]).toEqual([403, 'auth.forbidden']);
    expect(body.detail).toContain('needs the right "Take lists out as files"');
  }
});

const read = async (person: Person, query: string): Promise<string> =>
  JSON.stringify((await person.send('GET', `/api/orders?${query}`)).body);

test('addresses.see, costs.see: an operator reads orders without where they go and what they cost, and finds none by it', async () => {
  expect(await read(bench.admin, 'text=Albany')).toMatch(/Harbour Road 4.*987654/u);
  expect(await read(operator, 'text=SO-1')).toContain('"customer_name":"Ines"');
  expect(await read(operator, 'text=SO-1')).not.toMatch(/Harbour|Albany|987654/u);
  expect(await read(operator, 'text=Albany')).toContain('"rows":[]');
});

test('auth.forbidden: who manages people and no more makes no admin, is none, and gets at none', async () => {
  const made = { name: 'X', badge: null, warehouse_ids: null, active: true };
  const { rows } = await bench.admin.call('operators.list');
  const [boss, self] = [
    rows.find(({ role }) => role === 'admin'),
    rows.find(({ operator_id }) => operator_id === clerk.operator_id),
  ];
  const put = (row: typeof boss, change: object): Promise<{ status: number; body: { code: string } }> =>
    clerk.person.send('PUT', `/api/operators/${row?.operator_id}`, {
      body: { ...made, code: row?.code, role: row?.role, revision: row?.revision, ...change },
    });
  const answers = [
    await clerk.person.send('POST', '/api/operators', { body: { ...made, code: 'mole', role: 'admin' } }),
    await put(self, { role: 'admin' }),
    await put(boss, { pin: '864209' }),
    await put(boss, { badge: 'MINE' }),
  ];
  expect(answers.map(({ status, body }) => [status, body.code])).toEqual(answers.map(() => [403, 'auth.forbidden']));
  const after = await bench.admin.call('operators.list');
  expect(after.rows.map(({ code, role }) => [code, role])).toEqual(rows.map(({ code, role }) => [code, role]));
});
