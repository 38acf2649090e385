import { z } from 'zod';
import { EntityName, Id, Instant, Quantity, ShortText } from '@serialbridge/core/model';
import { OUTCOMES } from '@serialbridge/core/ledger';
import { Envelope, Sha256 } from '../envelope/envelope.ts';
import { ChainHead, MAX_EARLIER_INCARNATIONS } from './chain-heads.ts';
import { PublicKey } from './station-key.ts';

/** POST /api/sync/pair — the only call without a credential. A pairing code is good once, for 15 minutes. */
export const PairRequest = z.object({
  protocol: z.number().int(),
  pairing_code: ShortText,
  computer_name: ShortText,
  /** What the station will sign its exported outbox with; central keeps it for ever. */
  public_key: PublicKey.optional(),
});
export const PairResponse = z.object({
  tenant_id: Id,
  central_id: Id,
  station_id: Id,
  station_name: ShortText,
  kind: z.enum(['receiving', 'packing']),
  warehouse_id: Id,
  /** Sent as `Authorization: Bearer <credential>` from now on; central keeps only its hash. */
  credential: z.string().min(32).max(200),
});
export type PairRequest = z.infer<typeof PairRequest>;
export type PairResponse = z.infer<typeof PairResponse>;

/** A place in the feed. `hash` is central's rolling hash at `version`: a restored central that reuses versions is found out by it. */
export const Cursor = z.object({ epoch: Id, version: Quantity, hash: Sha256 });
export type Cursor = z.infer<typeof Cursor>;

/** POST /api/sync/hello */
export const HelloRequest = z.object({
  protocol: z.number().int(),
  software: ShortText,
  incarnation: Id,
  last_seq: Quantity,
  cursor: Cursor.nullable(),
  sent_at: Instant,
  /** Events not acknowledged yet; shown in the console as the station's backlog. */
  backlog: Quantity,
  /** Earlier incarnations with events in this station's log: what a restored central lost of them is sent again too. */
  earlier_incarnations: z.array(Id).max(MAX_EARLIER_INCARNATIONS).optional(),
  /** The station's key; central keeps it if it has none of this station, which was paired before stations had keys. */
  public_key: PublicKey.optional(),
  /** Scope id of the cache; left out: software that knows of none, whose cache is of the whole tenant. */
  scope: ShortText.optional(),
});
export const HelloResponse = z.object({
  protocol: z.number().int(),
  central_id: Id,
  epoch: Id,
  /** Last seq of this incarnation that central has durably, 0 if none, and its hash. */
  durable_seq: Quantity,
  hash: Sha256,
  head: Cursor,
  /** Central's clock, for the station's clock_offset_ms. */
  now: Instant,
  /** What the station must do with its cache: go on from its cursor, or take a snapshot. */
  pull: z.enum(['tail', 'snapshot']),
  station_name: ShortText,
  warehouse_id: Id,
  revoked: z.boolean(),
  /** Of the earlier incarnations asked for; left out by a central that was not asked or does not know the question. */
  earlier_heads: z.array(ChainHead).optional(),
  /** For each chain of this station how far central's last known backup holds it; what is not named is in none. */
  backed_up: z.array(z.object({ incarnation: Id, seq: Quantity })).optional(),
  /** A person wants the station's cache compared with central. */
  compare: z.boolean().optional(),
  /** Scope id that the station's cache must have; another than it said means `pull: 'snapshot'`. */
  scope: ShortText.optional(),
});
export type HelloRequest = z.infer<typeof HelloRequest>;
export type HelloResponse = z.infer<typeof HelloResponse>;

export const MAX_PUSH_EVENTS = 500;
export const MAX_PUSH_BYTES: number = 256 * 1024;

/** POST /api/sync/push — in order, from durable_seq + 1, one incarnation. */
export const PushRequest = z.object({
  protocol: z.number().int(),
  incarnation: Id,
  events: z.array(Envelope).min(1).max(MAX_PUSH_EVENTS),
  /** Events not acknowledged, these included. */
  backlog: Quantity,
  /**
   * The station has nothing of this incarnation before the first of these any more: it was acknowledged and backed up. Should central not have it
   * (it was restored from an older backup still), it takes these all the same and opens a case.
   */
  is_oldest: z.boolean().optional(),
});
export const PushOutcome = z.object({
  event_id: Id,
  outcome: z.enum(OUTCOMES),
  held_reason: ShortText.nullable(),
  case_ids: z.array(Id),
});
export const PushResponse = z.object({
  central_id: Id,
  epoch: Id,
  durable_seq: Quantity,
  hash: Sha256,
  /** Set on a gap: nothing was stored; send again from here. */
  expected_seq: Quantity.nullable(),
  /** The feed version that carries the effect of these events; the station keeps its overlay until its cache has reached it. */
  version: Quantity,
  outcomes: z.array(PushOutcome),
});
export type PushRequest = z.infer<typeof PushRequest>;
export type PushOutcome = z.infer<typeof PushOutcome>;
export type PushResponse = z.infer<typeof PushResponse>;

/** GET /api/sync/feed?epoch=&version=&hash=&limit= — whole versions only. */
export const FeedChange = z.object({
  version: Quantity,
  entity: EntityName,
  key: z.string().max(400),
  /** The whole row as of this version; null: gone. */
  row: z.record(z.string(), z.json()).nullable(),
});
export const FeedResponse = z.object({
  head: Cursor,
  /** Where the reader stands after these changes. */
  next: Cursor,
  changes: z.array(FeedChange),
  /** The oldest version the feed still holds; a cursor below it, of another epoch or with another hash gets 409 `sync.snapshot-required`. */
  floor: Quantity,
});
export type FeedChange = z.infer<typeof FeedChange>;
export type FeedResponse = z.infer<typeof FeedResponse>;

/**
 * POST /api/sync/snapshot → manifest; GET /api/sync/snapshot/{snapshot_id} → the manifest again (grows until `complete`);
 * GET /api/sync/snapshot/{snapshot_id}/{chunk} → one chunk: zstd of PostgreSQL COPY text format (tab-separated, `\N` null, backslash
 * escapes, booleans t/f, json as text), rows of one entity sorted by key. Every chunk is as of exactly `at`.
 */
export const SnapshotChunk = z.object({
  chunk: Quantity,
  entity: EntityName,
  rows: Quantity,
  bytes: Quantity,
  sha256: Sha256,
});
export const SnapshotManifest = z.object({
  snapshot_id: Id,
  scope: ShortText,
  at: Cursor,
  /** Column names per entity in the order of the chunk's fields. */
  columns: z.partialRecord(EntityName, z.array(ShortText)),
  chunks: z.array(SnapshotChunk),
  complete: z.boolean(),
  /** Changes with the entities, their keys and columns at central. */
  schema_id: ShortText.optional(),
  /** Of all chunks, known before they are made. */
  total_rows: Quantity.optional(),
});
export type SnapshotChunk = z.infer<typeof SnapshotChunk>;
export type SnapshotManifest = z.infer<typeof SnapshotManifest>;

/** GET /api/sync/hints — server-sent events: `event: head`, data = this. Never needed for correctness. */
export const HeadHint = z.object({ epoch: Id, version: Quantity });
export type HeadHint = z.infer<typeof HeadHint>;
