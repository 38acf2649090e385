import * as sync from '@serialbridge/protocol/sync';
import { ZERO_HASH } from '@serialbridge/protocol';
import type { z } from 'zod';
import { readGolden } from './event-golden.ts';

/** Messages of protocol 1 by name. */
export const WIRE_SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  'pair-request': sync.PairRequest,
  'pair-response': sync.PairResponse,
  'hello-request': sync.HelloRequest,
  'hello-response': sync.HelloResponse,
  'push-request': sync.PushRequest,
  'push-response': sync.PushResponse,
  'feed-response': sync.FeedResponse,
  'snapshot-manifest': sync.SnapshotManifest,
  'head-hint': sync.HeadHint,
};

const id = (n: number): string => `00000030-0000-7000-8000-${n.toString().padStart(12, '0')}`;
const hash = 'ab'.repeat(32);
const cursor = { epoch: id(1), version: 7, hash };

/** One of each as protocol 1 sends it, every field set. */
export function wireExamples(): Readonly<Record<string, unknown>> {
  const event = readGolden('unit-packed', 1)?.envelope;
  if (event === undefined) throw new Error('make the events first');
  const station = { station_id: id(4), station_name: 'Bench 1', kind: 'packing', warehouse_id: id(5) };
  return {
    'pair-request': { protocol: 1, pairing_code: 'ABCD-EFGH', computer_name: 'bench-1' },
    'pair-response': { tenant_id: id(2), central_id: id(3), ...station, credential: 'c'.repeat(43) },
    'hello-request': {
      protocol: 1,
      software: 'shipbridge 0.1.0',
      incarnation: id(6),
      last_seq: 12,
      cursor,
      sent_at: 1000,
      backlog: 3,
    },
    'hello-response': {
      protocol: 1,
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
    },
    'push-request': { protocol: 1, incarnation: event.incarnation, events: [event], backlog: 1 },
    'push-response': {
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
    'feed-response': {
      head: cursor,
      next: cursor,
      changes: [
        { version: 7, entity: 'warehouse', key: id(5), row: { warehouse_id: id(5), code: 'W1', name: 'Main' } },
        { version: 7, entity: 'bin', key: id(8), row: null },
      ],
      floor: 0,
    },
    'snapshot-manifest': {
      snapshot_id: id(9),
      scope: 'tenant',
      at: { ...cursor, hash: ZERO_HASH },
      columns: { warehouse: ['warehouse_id', 'code', 'name'] },
      chunks: [{ chunk: 0, entity: 'warehouse', rows: 1, bytes: 90, sha256: hash }],
      complete: true,
    },
    'head-hint': { epoch: id(1), version: 7 },
  };
}
