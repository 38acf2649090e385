import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BUILT_IN_ROLES, RIGHT_NAMES, type Right } from '@serialbridge/core/rights';
import type { OperatorListRow, RoleListRow } from '@serialbridge/protocol/central';
import { rebuild } from '@serialbridge/central/ledger';
import { ADMIN, type HttpBench, type Person } from './http-bench.ts';
import { employ, makeRole } from './people.ts';
import type { OpenBench } from './register-http-tests.ts';

const PERSON = { badge: null, warehouse_ids: null, active: true };

const edit = ({ operator_id, code, name, role: has, badge, warehouse_ids, active, revision }: OperatorListRow) => ({
  path: `/api/operators/${operator_id}`,
  body: { code, name, role: has, badge, warehouse_ids, active, revision },
});

/** Roles of the house's own: made, given and taken back, and what nobody can give. */
export function registerRoleTests(engine: string, open: OpenBench): void {
  describe(`roles over HTTP on ${engine}`, { timeout: 120_000 }, () => {
    let bench: HttpBench;
    let admin: Person;
    beforeAll(async () => {
      bench = await open();
      ({ admin } = bench);
    }, 60_000);
    afterAll(() => bench.close());

    const roles = async (): Promise<RoleListRow[]> => (await admin.call('roles.list')).rows;
    const role = async (code: string): Promise<RoleListRow> => {
      const found = (await roles()).find((row) => row.code === code);
      if (found === undefined) throw new Error(`no role ${code}`);
      return found;
    };
    const operator = async (code: string): Promise<OperatorListRow> => {
      const found = (await admin.call('operators.list')).rows.find((row) => row.code === code);
      if (found === undefined) throw new Error(`no operator ${code}`);
      return found;
    };

    test('the built-in roles are listed with their rights and nobody changes them', async () => {
      const builtIn = (await roles()).slice(0, 3);
      expect(builtIn.map(({ code, role_id, rights }) => [code, role_id, rights.length])).toEqual(
        (['operator', 'supervisor', 'admin'] as const).map((code) => [code, null, BUILT_IN_ROLES[code].size]),
      );
      const answer = await admin.send('POST', '/api/roles', { body: { code: 'admin', name: 'X', rights: ['pack'] } });
      expect([answer.status, answer.body.code, answer.body.errors[0]?.where]).toEqual([409, 'record.taken', 'code']);
    });

    test('a made role is given to a person, changed under him at once, and deleted when nobody has it', async () => {
      const made = await admin.call('roles.create', {
        body: { code: 'dock-lead', name: 'Dock lead', rights: ['records.see', 'people.see'] },
      });
      expect(made).toMatchObject({ code: 'dock-lead', rights: ['records.see', 'people.see'], people: 0 });
      const { person } = await employ(bench, 'dock-lead');
      expect(await person.call('session.get')).toMatchObject({
        operator: { role: 'dock-lead', role_name: 'Dock lead' },
        rights: ['records.see', 'people.see'],
      });
      expect((await person.send('GET', '/api/operators')).status).toBe(200);
      const params = { role_id: made.role_id ?? '' };
      const changed = await admin.call('roles.update', {
        params,
        body: { code: 'dock-lead', name: 'Lead', rights: ['records.see'], revision: made.revision ?? '' },
      });
      expect((await person.send('GET', '/api/operators')).body.code).toBe('auth.forbidden');
      const path = `/api/roles/${params.role_id}`;
      const renamed = await admin.send('PUT', path, {
        body: { code: 'lead', name: 'Lead', rights: ['records.see'], revision: changed.revision },
      });
      expect([renamed.status, renamed.body.code]).toEqual([409, 'request.conflict']);
      const query = { revision: (await role('dock-lead')).revision ?? '' };
      const inUse = await admin.send('DELETE', `${path}?revision=${query.revision}`);
      expect([inUse.status, inUse.body.detail]).toEqual([
        409,
        '1 person has the role Lead; give them another one first.',
      ]);
      const { operator_id } = (await admin.call('operators.list')).rows.find((row) => row.role === 'dock-lead') ?? {};
      const holder = (await admin.call('operators.list')).rows.find((row) => row.operator_id === operator_id);
      if (holder === undefined) throw new Error('nobody has the role');
      const { path: at, body } = edit({ ...holder, role: 'operator' });
      expect((await admin.send('PUT', at, { body })).status).toBe(200);
      await admin.call('roles.delete', { params, query });
      expect((await roles()).map(({ code }) => code)).not.toContain('dock-lead');
      const unknown = await admin.send('POST', '/api/operators', {
        body: { ...PERSON, code: 'n', name: 'N', role: 'dock-lead' },
      });
      expect([unknown.status, unknown.body.errors[0]?.where]).toEqual([422, 'role']);
      // The code is free again, with what it says from now on.
      await admin.call('roles.create', { body: { code: 'dock-lead', name: 'Again', rights: ['pack'] } });
      expect(await role('dock-lead')).toMatchObject({ name: 'Again', rights: ['pack'], role_id: made.role_id });
      expect(await rebuild(bench.running.central.store, bench.tenant_id)).toEqual([]);
    });

    test('request.invalid: a code of other letters, no right, an unknown right', async () => {
      const answer = await admin.send('POST', '/api/roles', {
        body: { code: 'Dock Lead', name: ' ', rights: ['fly'] },
      });
      expect(answer.status).toBe(400);
      expect(answer.body.errors.map((one) => one.where)).toEqual(['code', 'name', 'rights.0']);
      const none = await admin.send('POST', '/api/roles', { body: { code: 'none', name: 'None', rights: [] } });
      expect(none.body.errors.map((one) => one.where)).toEqual(['rights']);
    });

    describe('whoever manages people and lacks the rest', () => {
      let clerk: Person;
      const OWN: readonly Right[] = ['people', 'people.see', 'roles', 'records.see', 'receive', 'pack', 'units.move'];
      beforeAll(async () => {
        clerk = (await employ(bench, await makeRole(bench, OWN))).person;
      });
      /** What central answers, and whether it names the right that is lacking. */
      const tried = async (method: string, path: string, body?: object): Promise<unknown[]> => {
        const answer = await clerk.send(method, path, body === undefined ? {} : { body });
        return [
          answer.status,
          answer.body.code,
          answer.body.detail.includes('"Make, pair, change and revoke stations"'),
        ];
      };
      const REFUSED = [403, 'auth.forbidden', true];

      test('makes an operator, and no admin: neither new, nor of himself, nor by a role of his own making', async () => {
        const body = { ...PERSON, code: 'new-1', name: 'New' };
        expect((await clerk.send('POST', '/api/operators', { body: { ...body, role: 'operator' } })).status).toBe(200);
        expect(await tried('POST', '/api/operators', { ...body, code: 'new-2', role: 'admin' })).toEqual(REFUSED);
        const { operator: me } = await clerk.call('session.get');
        const own = edit({ ...(await operator(me.code)), role: 'admin' });
        expect(await tried('PUT', own.path, own.body)).toEqual(REFUSED);
        expect(
          await tried('POST', '/api/roles', { code: 'mine', name: 'Mine', rights: ['people', 'stations'] }),
        ).toEqual(REFUSED);
        expect((await admin.call('operators.list')).rows.map(({ code }) => code)).not.toContain('new-2');
      });

      test('gives an admin no new PIN to sign in with, and shuts none out', async () => {
        const { path, body } = edit(await operator(ADMIN.code));
        expect(await tried('PUT', path, { ...body, pin: '135791' })).toEqual(REFUSED);
        expect(await tried('PUT', path, { ...body, active: false })).toEqual(REFUSED);
        expect(await tried('PUT', path, { ...body, role: 'operator' })).toEqual(REFUSED);
        expect((await admin.send('GET', '/api/session')).status).toBe(200);
      });

      test('changes and deletes no role that gives more than he has', async () => {
        const code = await makeRole(bench, ['stations']);
        const { role_id, revision } = await role(code);
        expect(await tried('PUT', `/api/roles/${role_id}`, { code, name: 'X', rights: ['pack'], revision })).toEqual(
          REFUSED,
        );
        expect(await tried('DELETE', `/api/roles/${role_id}?revision=${revision}`)).toEqual(REFUSED);
      });
    });

    test('request.conflict: no right is lost with the last manager who has it', async () => {
      const code = await makeRole(bench, RIGHT_NAMES);
      const { person, code: chief } = await employ(bench, code);
      await employ(bench, await makeRole(bench, ['people', 'people.see', 'roles']));
      const { path, body } = edit(await operator(ADMIN.code));
      const gone = { ...body, active: false };
      const own = edit(await operator(chief));
      const less = await admin.send('PUT', own.path, { body: { ...own.body, role: 'operator' } });
      expect(less.status).toBe(200);
      const answer = await admin.send('PUT', path, { body: gone });
      expect([answer.status, answer.body.code]).toEqual([409, 'request.conflict']);
      expect(answer.body.detail).toContain('"Make, pair, change and revoke stations"');
      expect((await person.send('GET', '/api/roles')).body.code).toBe('auth.forbidden');
    });

    test('request.conflict: the last who may manage people and roles stays, by his own record and by his role', async () => {
      const code = await makeRole(bench, RIGHT_NAMES);
      const { person, code: chief } = await employ(bench, code);
      // Everybody else who could goes; the chief of a role of the house's own is left.
      const others = (await admin.call('operators.list')).rows.filter((row) => row.role === 'admin');
      for (const row of others) {
        const { path, body } = edit({ ...row, role: 'supervisor' });
        expect((await person.send('PUT', path, { body })).status).toBe(200);
      }
      const me = (await person.call('operators.list')).rows.find((row) => row.code === chief);
      if (me === undefined) throw new Error('the chief is gone');
      const { path, body } = edit(me);
      for (const change of [{ active: false }, { role: 'supervisor' }]) {
        const answer = await person.send('PUT', path, { body: { ...body, ...change } });
        expect([answer.status, answer.body.code]).toEqual([409, 'request.conflict']);
      }
      const own = (await person.call('roles.list')).rows.find((row) => row.code === code);
      const answer = await person.send('PUT', `/api/roles/${own?.role_id}`, {
        body: {
          code,
          name: 'No more',
          rights: RIGHT_NAMES.filter((right) => right !== 'roles'),
          revision: own?.revision,
        },
      });
      expect([answer.status, answer.body.code]).toEqual([409, 'request.conflict']);
      expect((await person.send('GET', '/api/roles')).status).toBe(200);
    });
  });
}
