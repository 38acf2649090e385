import { hashPassword, keepPassword } from '@serialbridge/central/auth';
import { v7 as uuidv7 } from 'uuid';
import { recordCentralEvents } from '@serialbridge/central/ledger';
import type { Right } from '@serialbridge/core/rights';
import { rowOf } from '../rows.ts';
import { put } from '../store/test-warehouse.ts';
import { CHEAP, PASSWORD, type HttpBench, type Person } from './http-bench.ts';

/** Makes a role of the house's own past the console, and answers its code. */
export async function makeRole(bench: HttpBench, rights: Iterable<Right>): Promise<string> {
  const { store, now } = bench.running.central;
  const role_id = uuidv7();
  const code = `r-${role_id.slice(-12)}`;
  const role = rowOf('role', { role_id, code, name: code, rights: [...rights], active: true });
  await recordCentralEvents(store, bench.tenant_id, [put('role', [role])], { operator_id: null, now: now() });
  return code;
}

export interface Employee {
  readonly person: Person;
  readonly operator_id: string;
  readonly code: string;
}

/** Somebody with this role who is signed in. */
export async function employ(bench: HttpBench, role: string): Promise<Employee> {
  const { store, now } = bench.running.central;
  const operator_id = uuidv7();
  const code = `p-${operator_id.slice(-12)}`;
  const operator = rowOf('operator', { operator_id, code, name: code, role, active: true });
  await recordCentralEvents(store, bench.tenant_id, [put('operator', [operator])], { operator_id: null, now: now() });
  const password_hash = await hashPassword(PASSWORD, CHEAP);
  const { tenant_id } = bench;
  await store.transaction((tx) => keepPassword(tx, { tenant_id, operator_id }, password_hash, now()));
  const person = bench.nobody();
  const answer = await person.signIn(code, PASSWORD);
  if (answer.status !== 200) throw new Error(`${role} cannot sign in: ${JSON.stringify(answer.body)}`);
  return { person, operator_id, code };
}
