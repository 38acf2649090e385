import { FeedHead, HeadHint, STATION_CALLS, type StationCall } from '@serialbridge/protocol/sync';
import { ZERO_HASH } from '@serialbridge/protocol';
import type { z } from 'zod';
import { readGolden } from './event-golden.ts';

/** Messages of protocol 1 by name: what each declared call sends and gets as JSON, the head of the feed's lines, and a hint. */
export const WIRE_SCHEMAS: Readonly<Record<string, z.ZodType>> = Object.fromEntries([
  ...Object.entries<StationCall>(STATION_CALLS).flatMap(([name, { params, query, body, response }]) =>
    Object.entries({ params, query, body, response }).flatMap(([part, schema]) =>
      schema === undefined ? [] : [[`${name} ${part}`, schema] as const],
    ),
  ),
  ['feed head', FeedHead],
  ['hint', HeadHint],
]);

const id = (n: number): string => `00000030-0000-7000-8000-${n.toString().padStart(12, '0')}`;
const hash = 'ab'.repeat(32);
const cursor = { epoch: id(1), version: 7, hash };

/** One of each as protocol 1 sends it, every field set. */
export function wireExamples(): Readonly<Record<string, unknown>> {
  const event = readGolden('unit-packed', 1)?.envelope;
  if (event === undefined) throw new Error('make the events first');
  const station = { station_id: id(4), station_name: 'Bench 1', kind: 'packing', warehouse_id: id(5) };
  const tenant = 'tenant';
  const snapshot_id = id(9);
  const manifest = {
    snapshot_id,
    scope: tenant,
    at: { ...cursor, hash: ZERO_HASH },
    columns: { warehouse: ['warehouse_id', 'code', 'name'] },
    chunks: [{ chunk: 0, entity: 'warehouse', rows: 1, bytes: 90, sha256: hash }],
    complete: true,
    schema_id: hash,
    total_rows: 1,
  };
  const warehouse = { warehouse_id: id(5), code: 'W1', name: 'Main' };
  return {
    'pair body': { pairing_code: 'ABCD-EFGH', computer_name: 'bench-1', public_key: 'A'.repeat(43) },
    'pair response': { tenant_id: id(2), central_id: id(3), ...station, credential: 'c'.repeat(43) },
    'hello body': {
      software: 'serialbridge 0.1.0',
      incarnation: id(6),
      last_seq: 12,
      cursor,
      sent_at: 1000,
      backlog: 3,
      earlier_incarnations: [id(10)],
      scope: tenant,
    },
    'hello response': {
      central_id: id(3),
      epoch: id(1),
      durable_seq: 9,
      hash,
      head: cursor,
      now: 2000,
      pull: 'tail',
      station_name: 'Bench 1',
      warehouse_id: id(5),
      revoked: false,
      earlier_heads: [{ incarnation: id(10), durable_seq: 4, hash }],
      backed_up: [{ incarnation: id(6), seq: 8 }],
      compare: false,
      scope: tenant,
    },
    'push body': { incarnation: event.incarnation, events: [event], backlog: 1, is_oldest: false },
    'push response': {
      central_id: id(3),
      epoch: id(1),
      durable_seq: 10,
      hash,
      expected_seq: null,
      version: 8,
      outcomes: [
        { event_id: event.event_id, outcome: 'held', held_reason: 'held.unknown-document', case_ids: [id(7)] },
      ],
    },
    'feed query': { ...cursor, limit: 5000, scope: tenant },
    'snapshot response': manifest,
    'manifest params': { snapshot_id },
    'manifest query': { have: 1, wait_ms: 5000 },
    'manifest response': manifest,
    'chunk params': { snapshot_id, chunk: 0 },
    'logPositions body': { incarnation: id(6), positions: [{ seq: 1, hash }] },
    'logPositions response': { furthest: 1 },
    'lostRecords body': { as_of: cursor, records: [{ entity: 'warehouse', row: warehouse }] },
    'lostRecords response': { listed: 1 },
    'digests body': {
      cursor,
      scope: tenant,
      columns: { warehouse: ['warehouse_id', 'code', 'name'] },
      detail: 'ranges',
    },
    'digests response': {
      head: cursor,
      entities: [
        { entity: 'warehouse', rows: 1, digest: hash, changed: [], ranges: [{ rows: 1, digest: hash, upto: null }] },
      ],
    },
    'range body': { cursor, scope: tenant, entity: 'warehouse', after: [id(4)], upto: null },
    'range response': { head: cursor, changed: [id(8)], rows: [warehouse], upto: null },
    'compared body': { version: 7, rows: 1, ranges_differed: 1, rows_repaired: 1 },
    'compared response': {},
    'feed head': { head: cursor, next: cursor, floor: 0, rows: 2, pieces: 1 },
    hint: { epoch: id(1), version: 7 },
  };
}
