import { randomId } from '@serialbridge/testing/store/random-rows';
import { z } from 'zod';

/** Ids by the name of the field that they stand in; what a generated event names is remembered, so that others speak of the same thing. */
export class KnownIds {
  readonly #by = new Map<string, string[]>();

  add(field: string, ...ids: readonly string[]): void {
    const known = this.#by.get(field);
    if (known === undefined) this.#by.set(field, [...ids]);
    else known.push(...ids);
  }
  /** What is there now, in place of what was known of these fields. */
  renew(real: ReadonlyMap<string, readonly string[]>): void {
    for (const [field, ids] of real) this.#by.set(field, [...ids]);
  }
  of(field: string): readonly string[] {
    return this.#by.get(field) ?? [];
  }
}

/** Fields that name a record under another name than its own. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  document_id: ['purchase_order_id', 'rma_id'],
  line_id: ['po_line_id', 'rma_line_id'],
  to_warehouse_id: ['warehouse_id'],
  kit_unit_id: ['unit_id'],
  approved_by: ['operator_id'],
  chosen_event_id: ['event_id'],
  warehouse_ids: ['warehouse_id'],
  unit_ids: ['unit_id'],
  level_id: ['station_id', 'warehouse_id', 'product_id'],
};

const ODD_TEXTS = [
  '',
  ' ',
  'x',
  'A\0B',
  '\0',
  '\u{1F600}é\u{FDFA}\u{202E}',
  '"\'\\,;\t\r\n=1+1',
  '<script>alert(1)</script>',
  '__proto__',
  'null',
  '%_\\%',
  '\\N\t\\.',
];

const LONG_SIGNS = ['x', '9', '\u{FDFA}', 'ß', '\u{20AC}', '|'];

export interface Edges {
  readonly random: () => number;
  readonly known: KnownIds;
  /** How often a value is one that its schema does not take. */
  readonly wrong: number;
  /** Long texts and lists; off, an event stays small. */
  readonly large: boolean;
}

function pick<T>(random: () => number, list: readonly T[]): T {
  const found = list[Math.floor(random() * list.length)];
  if (found === undefined && list.length === 0) throw new Error('nothing to pick from');
  return found as T;
}

function anId(field: string, { random, known, wrong }: Edges): string {
  if (random() < wrong) return pick(random, ['', 'x', 'ABCDEF00-0000-7000-8000-00000000000A', `${randomId(random)} `]);
  const names = MEANT[field] ?? [field];
  const all = names.flatMap((name) => known.of(name));
  if (all.length > 0 && random() < 0.8) return pick(random, all);
  const made = pick(random, [randomId(random), randomId(random), '00000000-0000-0000-0000-000000000000']);
  for (const name of names) known.add(name, made);
  return made;
}

function aText(schema: z.ZodString, { random, wrong, large }: Edges): string {
  const least = schema.minLength ?? 0;
  const most = schema.maxLength ?? 1000;
  if (random() < wrong) return 'x'.repeat(most + 1);
  if (least === most)
    return pick(random, ['USD', '\u{20AC}\u{20AC}\u{20AC}', 'A\0C']).slice(0, most).padEnd(least, 'Z');
  if (large && random() < 0.2) return pick(random, LONG_SIGNS).repeat(most);
  return random() < 0.3 ? pick(random, ODD_TEXTS).slice(0, most) : `SN-${Math.floor(random() * 40)}`;
}

function aNumber(schema: z.ZodNumber, { random, wrong }: Edges): number {
  const least = Math.max(schema.minValue ?? -1e15, Number.MIN_SAFE_INTEGER);
  const most = Math.min(schema.maxValue ?? 1e15, Number.MAX_SAFE_INTEGER);
  if (random() < wrong) return pick(random, [most + 1, least - 1, 0.5, -0.5, 1e300, Number.MAX_SAFE_INTEGER]);
  return pick(random, [least, most, 1, 1, 2, Math.max(least, 0), most - 1, Math.floor(random() * 100)]);
}

const anyJson = ({ random }: Edges): unknown =>
  pick<unknown>(random, [null, true, 0, -1, 1e300, '', 'A\0B', [], {}, { '': [null, { a: 'A\0B' }] }, 'x'.repeat(900)]);

/** A value at the bounds of what a schema takes, and now and then beyond them. `field`: what it is called, for ids. */
export function edgeValue(schema: z.ZodType, field: string, edges: Edges): unknown {
  const { random, wrong, large } = edges;
  if (random() < wrong / 4) return anyJson(edges);
  if (schema instanceof z.ZodUUID) return anId(field, edges);
  if (schema instanceof z.ZodString) return aText(schema, edges);
  if (schema instanceof z.ZodNumber) return aNumber(schema, edges);
  if (schema instanceof z.ZodBoolean) return random() < 0.5;
  if (schema instanceof z.ZodEnum) return pick(random, schema.options);
  if (schema instanceof z.ZodLiteral) return pick(random, [...schema.values]);
  if (schema instanceof z.ZodNullable)
    return random() < 0.3 ? null : edgeValue(schema.unwrap() as z.ZodType, field, edges);
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional)
    return random() < 0.5 ? undefined : edgeValue(schema.unwrap() as z.ZodType, field, edges);
  if (schema instanceof z.ZodUnion) return edgeValue(pick(random, schema.options) as z.ZodType, field, edges);
  if (schema instanceof z.ZodArray) {
    const most = large && random() < 0.1 ? 300 : 3;
    const length = random() < 0.2 ? 0 : 1 + Math.floor(random() * most);
    return Array.from({ length }, () =>
      edgeValue(schema.element as z.ZodType, field, { ...edges, large: large && length < 5 }),
    );
  }
  if (schema instanceof z.ZodObject) {
    const fields = Object.entries(schema.shape);
    return Object.fromEntries(
      fields.flatMap(([name, part]) => {
        if (random() < wrong / 8) return [];
        const value = edgeValue(part as z.ZodType, name, edges);
        return value === undefined ? [] : [[name, value]];
      }),
    );
  }
  if (schema instanceof z.ZodRecord) return { [`f${aText(z.string().max(20), edges)}`]: anyJson(edges) };
  return anyJson(edges);
}

/** What no honest station says beside its events, and what it does. */
export function claims({ random }: Edges): {
  captured_at: number;
  clock_offset_ms: number | null;
  policy_version: number;
  cache_version: number;
} {
  const odd = [-1, 0, 0.5, 1e9 + 1, 2 ** 53, 8.64e15, 8.64e15 + 1, -8.64e15, 1e300, -1e300, 5e-324];
  const claimed = (usual: number): number => (random() < 0.5 ? usual : pick(random, odd));
  return {
    captured_at: claimed(Date.now()),
    clock_offset_ms: random() < 0.3 ? null : claimed(40),
    policy_version: claimed(1),
    cache_version: claimed(1),
  };
}
