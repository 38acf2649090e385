import { hashPassword, keepPassword, sweepSignIn } from '@serialbridge/central/auth';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AuditKind } from '@serialbridge/protocol/central';
import { ADMIN, PASSWORD, type HttpBench, type Person } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const WRONG = 'the wrong one here';
const NO_TENANT = '00000000-0000-0000-0000-000000000000';

const proxied = (address: string): { headers: Record<string, string> } => ({
  headers: { 'x-forwarded-for': address },
});

interface NewPerson {
  readonly operator_id: string;
  readonly code: string;
}

const tryAt = async (person: Person, code: string, password: string, address: string): Promise<string> => {
  const answer = await person.send('POST', '/api/session', { body: { code, password }, ...proxied(address) });
  return answer.status === 200 ? 'in' : answer.body.code;
};

const count = (into: Map<string, number>, code: string): void => void into.set(code, (into.get(code) ?? 0) + 1);

/** Passwords, one-time codes, sessions, locks: over HTTP, on both engines. The bench believes what this machine says of a caller's address. */
export function registerSignInTests(engine: string, open: OpenBench): void {
  describe(`signing in on ${engine}`, { timeout: 120_000 }, () => {
    let bench: HttpBench;
    beforeAll(async () => {
      bench = await open();
    }, 60_000);
    afterAll(() => bench.close());

    const make = async (code: string, role = 'operator'): Promise<NewPerson> =>
      bench.admin.call('operators.create', {
        body: { code, name: `Person ${code}`, role, badge: `BADGE-${code}`, warehouse_ids: null, active: true },
      });
    const attempts = async (): Promise<string[]> => {
      const rows = await bench.running.central.store.db
        .selectFrom('sign_in_attempt')
        .select('subject')
        .where('tenant_id', 'in', [bench.tenant_id, NO_TENANT])
        .execute();
      return rows.map(({ subject }) => subject);
    };
    const audit = async (kind: AuditKind): Promise<{ label: string | null; operator_id: string | null }[]> =>
      bench.running.central.store.db
        .selectFrom('audit_entry')
        .select(['label', 'operator_id'])
        .where('tenant_id', '=', bench.tenant_id)
        .where('kind', '=', kind)
        .orderBy('at')
        .execute();

    test('auth.pin-at-console: a PIN does not open the console, whoever has it, and is not even counted', async () => {
      await bench.admin.call('operators.create', {
        body: {
          code: 'pin',
          name: 'Pin Only',
          role: 'operator',
          badge: null,
          pin: '4826',
          warehouse_ids: null,
          active: true,
        },
      });
      for (const code of ['pin', 'nobody'])
        expect(await tryAt(bench.nobody(), code, '4826', '10.0.0.1')).toBe('auth.pin-at-console');
      expect(await attempts()).toEqual([]);
    });

    test('a first password: only with the one-time code, which works once, and all that is wrong with a password is said at once', async () => {
      const maya = await make('maya');
      const { one_time_code, expires_at } = await bench.admin.call('operators.one_time_code', {
        params: { operator_id: maya.operator_id },
        body: { reset: false },
      });
      expect(expires_at - bench.running.central.now()).toBeGreaterThan(23 * HOUR_MS);
      const person = bench.nobody();
      const set = (code: string, password: string, of = 'maya') =>
        person.send('POST', '/api/session/password', { body: { code: of, one_time_code: code, password } });
      expect((await set('AAAA-BBBB-CCCC', PASSWORD)).body.code).toBe('auth.wrong-one-time-code');
      expect((await set(one_time_code, PASSWORD, 'boss')).body.code).toBe('auth.wrong-one-time-code');
      const bad = await set(one_time_code, 'maya1');
      expect([bad.status, bad.body.errors.map(({ code }) => code)]).toEqual([
        422,
        ['password.too-short', 'password.common', 'password.own-name'],
      ]);
      expect((await set(one_time_code.toLowerCase(), PASSWORD)).status).toBe(200);
      expect((await person.call('session.get')).operator.code).toBe('maya');
      expect((await set(one_time_code, 'another harbour lamp')).body.code).toBe('auth.wrong-one-time-code');
      expect(await tryAt(bench.nobody(), 'maya', PASSWORD, '10.0.0.2')).toBe('in');
    });

    test('a one-time code is over after 24 hours', async () => {
      const { operator_id } = await make('late');
      const given = await bench.admin.call('operators.one_time_code', {
        params: { operator_id },
        body: { reset: false },
      });
      bench.later(24 * HOUR_MS + 1);
      const answer = await bench.nobody().send('POST', '/api/session/password', {
        body: { code: 'late', one_time_code: given.one_time_code, password: PASSWORD },
      });
      expect(answer.body.code).toBe('auth.wrong-one-time-code');
      await bench.admin.signIn(ADMIN.code, PASSWORD);
    });

    test('a reset by an admin ends password, sessions and known browsers, and is recorded; hashes are in no answer', async () => {
      const rosa = await make('rosa', 'supervisor');
      const person = await bench.enter(rosa);
      const { one_time_code } = await bench.admin.call('operators.one_time_code', {
        params: { operator_id: rosa.operator_id },
        body: { reset: true },
      });
      expect((await person.send('GET', '/api/session')).status).toBe(401);
      expect(await tryAt(bench.nobody(), 'rosa', PASSWORD, '10.0.0.3')).toBe('auth.wrong-password');
      await person.call('session.set_password', {
        body: { code: 'rosa', one_time_code, password: 'another harbour lamp' },
      });
      expect((await audit('password-reset')).at(-1)?.label).toBe('Person rosa');
      expect(JSON.stringify(await bench.admin.call('operators.list'))).not.toContain('scrypt');
      const { store } = bench.running.central;
      const ledger = await store.db
        .selectFrom('event')
        .select('envelope')
        .where('tenant_id', '=', bench.tenant_id)
        .execute();
      const feed = await store.db.selectFrom('feed').select('row').where('tenant_id', '=', bench.tenant_id).execute();
      expect(JSON.stringify([ledger, feed])).not.toMatch(/scrypt|password_hash/u);
    });

    test('auth.forbidden: whoever looks after people gives nobody a one-time code who may do more than he', async () => {
      await bench.admin.call('roles.create', {
        body: { code: 'hr', name: 'Personnel', rights: ['people', 'people.see', 'records.see'] },
      });
      const hr = await bench.enter(await make('hr', 'hr'));
      const boss = (await bench.admin.call('operators.list')).rows.find((one) => one.code === ADMIN.code);
      const answer = await hr.send('POST', `/api/operators/${boss?.operator_id ?? ''}/one-time-code`, {
        body: { reset: true },
      });
      expect([answer.status, answer.body.code]).toEqual([403, 'auth.forbidden']);
      expect((await bench.admin.send('GET', '/api/session')).status).toBe(200);
    });

    test('an own password is changed by the old one; the own other sessions end, this one stays', async () => {
      const otto = await make('otto');
      const here = await bench.enter(otto);
      const there = bench.nobody();
      await there.signIn('otto', PASSWORD);
      const change = (current_password: string, password: string) =>
        here.send('POST', '/api/account/password', { body: { current_password, password } });
      expect((await change(WRONG, 'another harbour lamp')).body.code).toBe('auth.wrong-password');
      expect((await change(PASSWORD, 'short')).body.code).toBe('password.too-short');
      expect((await change(PASSWORD, 'another harbour lamp')).status).toBe(200);
      expect((await there.send('GET', '/api/session')).status).toBe(401);
      expect((await here.send('GET', '/api/session')).status).toBe(200);
      expect(await tryAt(bench.nobody(), 'otto', PASSWORD, '10.0.0.4')).toBe('auth.wrong-password');
      expect((await audit('password-changed')).at(-1)?.operator_id).toBe(otto.operator_id);
    });

    test('a hash of another cost is made anew at the next sign-in', async () => {
      const cost = await make('cost');
      const person = await bench.enter(cost);
      const { store } = bench.running.central;
      const hash = async (): Promise<string> =>
        (
          await store.db
            .selectFrom('operator_password')
            .select('password_hash')
            .where('tenant_id', '=', bench.tenant_id)
            .where('operator_id', '=', cost.operator_id)
            .executeTakeFirstOrThrow()
        ).password_hash;
      const older = await hashPassword(PASSWORD, { N: 512, r: 8, p: 1 });
      const whose = { tenant_id: bench.tenant_id, operator_id: cost.operator_id };
      await store.transaction((tx) => keepPassword(tx, whose, older, 1));
      expect((await person.signIn('cost', PASSWORD)).status).toBe(200);
      expect(await hash()).toMatch(/^scrypt\$1024\$/u);
      expect((await person.signIn('cost', PASSWORD)).status).toBe(200);
    });

    test('sessions are listed with where and when, end one by one, all at once, and by an admin', async () => {
      const lena = await make('lena');
      const here = await bench.enter(lena);
      const there = bench.nobody();
      await there.send('POST', '/api/session', {
        body: { code: 'lena', password: PASSWORD },
        headers: {
          'user-agent': 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0',
          'x-forwarded-for': '10.0.0.9',
        },
      });
      const listed = (await here.call('account.get')).sessions;
      expect(listed.map(({ device, address, current }) => [device, address, current])).toContainEqual([
        'Firefox on Windows',
        '10.0.0.9',
        false,
      ]);
      expect(listed.filter(({ current }) => current)).toHaveLength(1);
      const other = listed.find(({ current }) => !current)?.session_id ?? '';
      await here.call('account.end_session', { params: { session_id: other } });
      expect((await there.send('GET', '/api/session')).status).toBe(401);
      await there.signIn('lena', PASSWORD);
      const params = { operator_id: lena.operator_id };
      expect((await bench.admin.call('operators.sessions', { params })).rows).toHaveLength(2);
      await bench.admin.call('operators.end_sessions', { params });
      for (const one of [here, there]) expect((await one.send('GET', '/api/session')).status).toBe(401);
      await here.signIn('lena', PASSWORD);
      await there.signIn('lena', PASSWORD);
      await here.call('account.sign_out_everywhere');
      for (const one of [here, there]) expect((await one.send('GET', '/api/session')).status).toBe(401);
      expect(await audit('session-ended')).toHaveLength(3);
    });

    test('auth.required: a session ends after 24 hours at most, however much it is used', async () => {
      const person = bench.nobody();
      await person.signIn(ADMIN.code, PASSWORD);
      for (let hour = 0; hour < 23; hour += 1) {
        bench.later(HOUR_MS);
        expect((await person.send('GET', '/api/session')).status).toBe(200);
      }
      bench.later(HOUR_MS + 1);
      expect((await person.send('GET', '/api/session')).status).toBe(401);
      await bench.admin.signIn(ADMIN.code, PASSWORD);
    });

    test('auth.locked: five wrong passwords lock the person at that address, also for the right one, and the window slides', async () => {
      await bench.enter(await make('lock'));
      for (let guess = 0; guess < 5; guess += 1) {
        expect(await tryAt(bench.nobody(), 'lock', WRONG, '10.1.0.1')).toBe('auth.wrong-password');
        bench.later(2 * MINUTE_MS);
      }
      const locked = await bench.nobody().send('POST', '/api/session', {
        body: { code: 'lock', password: PASSWORD },
        ...proxied('10.1.0.1'),
      });
      expect([locked.status, locked.body.code]).toEqual([429, 'auth.locked']);
      const wait = Number(locked.headers.get('retry-after'));
      expect(wait).toBeGreaterThan(60);
      expect(wait).toBeLessThanOrEqual(5 * 60);
      expect(await tryAt(bench.nobody(), 'lock', PASSWORD, '10.1.0.2')).toBe('in');
      const { sign_in_locks } = await bench.admin.call('summary.get');
      expect(sign_in_locks).toMatchObject([{ name: 'Person lock', address: '10.1.0.1', known_device: false }]);
      expect((await audit('sign-in-locked')).at(-1)?.label).toBe('Person lock');
      bench.later(wait * 1000);
      expect(await tryAt(bench.nobody(), 'lock', PASSWORD, '10.1.0.1')).toBe('in');
      expect((await bench.admin.call('summary.get')).sign_in_locks).toEqual([]);
    });

    test('auth.locked: guesses sent at once are no more than guesses in a row', async () => {
      await bench.enter(await make('many'));
      const answers = await Promise.all(
        Array.from({ length: 9 }, () => tryAt(bench.nobody(), 'many', WRONG, '10.1.1.1')),
      );
      expect(answers.filter((code) => code === 'auth.wrong-password')).toHaveLength(5);
      expect(answers.filter((code) => code === 'auth.locked')).toHaveLength(4);
    });

    test('auth.locked: from many addresses together a person’s password is guessed fifty times a day, and a known browser is not touched', async () => {
      const known = await bench.enter(await make('far'));
      let looked = 0;
      for (let at = 0; at < 120; at += 1)
        if ((await tryAt(bench.nobody(), 'far', WRONG, `10.2.${at}.1`)) === 'auth.wrong-password') looked += 1;
      expect(looked).toBe(50);
      expect(await tryAt(bench.nobody(), 'far', PASSWORD, '10.3.0.1')).toBe('auth.locked');
      expect(await tryAt(known, 'far', PASSWORD, '10.2.0.1')).toBe('in');
      const rows = await attempts();
      expect(rows.filter((subject) => subject.startsWith('address:')).length).toBeLessThanOrEqual(60);
    });

    test('auth.wrong-password: unknown people are answered and locked like known ones, and leave no row', async () => {
      const before = await attempts();
      const codes: string[] = [];
      for (let guess = 0; guess < 6; guess += 1)
        codes.push(await tryAt(bench.nobody(), 'nobody-here', WRONG, '10.4.0.1'));
      expect(codes).toEqual([...Array.from({ length: 5 }, () => 'auth.wrong-password'), 'auth.locked']);
      for (let at = 0; at < 100; at += 1) await tryAt(bench.nobody(), `invented-${at}`, WRONG, '10.4.0.2');
      expect(await attempts()).toEqual(before);
    });

    test('what is over is swept: counts, sessions, one-time codes, browsers', async () => {
      const { store, now } = bench.running.central;
      bench.later(400 * 24 * HOUR_MS);
      await sweepSignIn(store, bench.tenant_id, now());
      for (const table of ['sign_in_attempt', 'session', 'one_time_code', 'known_device'] as const) {
        const left = await store.db
          .selectFrom(table)
          .select('tenant_id')
          .where('tenant_id', '=', bench.tenant_id)
          .execute();
        expect([table, left]).toEqual([table, []]);
      }
      await bench.admin.signIn(ADMIN.code, PASSWORD);
    });

    test(
      'five hours of honest typing errors at one address lock nobody, while somebody there guesses one person’s password',
      { timeout: 300_000 },
      async () => {
        const people = [];
        for (let at = 0; at < 40; at += 1) {
          const made = await make(`honest-${at}`);
          people.push({ code: made.code, browser: await bench.enter(made) });
        }
        const said = new Map<string, number>();
        const guessed = new Map<string, number>();
        let tried = 0;
        // Every five minutes a fifth of the people signs in, and a tenth of what is typed is wrong; who was wrong types again.
        for (let minute = 0; minute < 300; minute += 5) {
          for (const [at, { code, browser }] of people.entries()) {
            if ((at + minute / 5) % 5 !== 0) continue;
            // One in eight comes with a browser that was never here.
            const at_browser = at % 8 === 0 ? bench.nobody() : browser;
            for (;;) {
              tried += 1;
              const isWrong = tried % 10 === 0;
              const answer = await tryAt(at_browser, code, isWrong ? WRONG : PASSWORD, '10.9.0.1');
              count(said, answer);
              if (answer === 'in') break;
              expect([code, answer]).toEqual([code, 'auth.wrong-password']);
            }
          }
          for (let guess = 0; guess < 3; guess += 1)
            count(guessed, await tryAt(bench.nobody(), 'honest-1', `${WRONG} ${minute} ${guess}`, '10.9.0.1'));
          bench.later(5 * MINUTE_MS);
        }
        expect([...said.keys()].toSorted()).toEqual(['auth.wrong-password', 'in']);
        expect(said.get('auth.wrong-password')).toBeGreaterThan(50);
        // Of 180 guesses 50 were looked at; the person signed in all the while, with the browser that is known.
        expect(guessed.get('auth.wrong-password')).toBeLessThanOrEqual(50);
        expect(guessed.get('auth.locked')).toBeGreaterThanOrEqual(130);
      },
    );

    test('auth.wrong-password: with several tenants a person says which, and a code of one opens nothing in another', async () => {
      const other = await bench.secondTenant();
      const maya = await make('two-tenants');
      const { one_time_code } = await bench.admin.call('operators.one_time_code', {
        params: { operator_id: maya.operator_id },
        body: { reset: false },
      });
      const set = async (tenant_id?: string): Promise<string> => {
        const body = {
          code: 'two-tenants',
          one_time_code,
          password: PASSWORD,
          ...(tenant_id === undefined ? {} : { tenant_id }),
        };
        const answer = await bench.nobody().send('POST', '/api/session/password', { body });
        return answer.status === 200 ? 'in' : answer.body.code;
      };
      expect(await set()).toBe('auth.wrong-one-time-code');
      expect(await set(other.tenant_id)).toBe('auth.wrong-one-time-code');
      expect(await set(bench.tenant_id)).toBe('in');
      expect((await bench.nobody().signIn('two-tenants', PASSWORD)).body.code).toBe('auth.wrong-password');
      expect((await bench.nobody().signIn('two-tenants', PASSWORD, bench.tenant_id)).status).toBe(200);
      const params = { operator_id: maya.operator_id };
      expect((await other.admin.send('GET', `/api/operators/${params.operator_id}/sessions`)).status).toBe(404);
    });
  });
}
