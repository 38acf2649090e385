import type { Problem } from '@serialbridge/protocol';
import { CENTRAL_API, CSV_CALLS, type ApiCall } from '@serialbridge/protocol/central';
import { expect } from 'vitest';
import type { PoisonWorld } from './poison-world.ts';
import { realIds } from './real-ids.ts';

/** Ids of a kind that are read one by one. */
const MOST_OF_A_KIND = 12;

/** Pages of a list to their end. */
async function readPages(world: PoisonWorld, declaration: ApiCall, path: string): Promise<number> {
  let reads = 0;
  for (let after: string | null = '', page = 0; after !== null && page < 30; page += 1) {
    const query: string = after === '' ? '?limit=50' : `?limit=50&after=${encodeURIComponent(after)}`;
    const answer = await world.bench.admin.send<{ next?: string | null } & Problem>('GET', `${path}${query}`);
    expect([path, query, answer.status, answer.status === 200 ? null : answer.body]).toEqual([path, query, 200, null]);
    const parsed = declaration.response.safeParse(answer.body);
    expect([path, parsed.error]).toEqual([path, undefined]);
    after = answer.body.next ?? null;
    reads += 1;
  }
  return reads;
}

const filled = (path: string, ids: ReadonlyMap<string, readonly string[]>): string[] => {
  const name = /:(\w+)/u.exec(path)?.[1];
  if (name === undefined) return [path];
  return (ids.get(name) ?? []).map((id) => path.replace(`:${name}`, id));
};

/**
 * Calls everything that can be read, with the ids of what is there, lists page by page to their end, and parses each answer by its declared
 * schema. Gives how many answers there were.
 */
export async function readEverything(world: PoisonWorld): Promise<number> {
  const ids = await realIds(world.bench.running.central.store, MOST_OF_A_KIND);
  // Who was dismissed has no sessions to show.
  const { rows: people } = await world.bench.admin.call('operators.list');
  const active = people.filter((one) => one.active).map(({ operator_id }) => operator_id);
  ids.set('operator_id', active.slice(0, MOST_OF_A_KIND));
  ids.set('job_id', [(await world.bench.admin.import('products', 'sku,name,serial_policy\r\nP-1,P,none\r\n')).job_id]);
  let reads = 0;
  for (const declaration of Object.values<ApiCall>(CENTRAL_API)) {
    if (declaration.method !== 'GET') continue;
    for (const path of filled(declaration.path, ids)) reads += await readPages(world, declaration, path);
  }
  ids.set('kind', ['products', 'orders']);
  for (const declaration of Object.values<ApiCall>(CSV_CALLS)) {
    if (declaration.method !== 'GET') continue;
    for (const path of filled(declaration.path, ids)) {
      for (const query of ['', '?excel=true']) {
        const answer = await world.bench.admin.send<string>('GET', `${path}${query}`);
        expect([path, answer.status, answer.status === 200 ? '' : answer.body]).toEqual([path, 200, '']);
        expect(answer.body.length).toBeGreaterThan(0);
        reads += 1;
      }
    }
  }
  return reads;
}
