import { z } from 'zod';
import { EntityName, Id, Instant, Quantity, ShortText } from '@serialbridge/core/model';
import { OUTCOMES } from '@serialbridge/core/ledger';
import { Envelope, Sha256 } from '../envelope/envelope.ts';
import { Signature } from './signed-texts.ts';
import { PublicKey } from './station-key.ts';

/** A station has few: one a disk, and one each time that its own files turned out to be a copy. */
export const MAX_EARLIER_INCARNATIONS = 100;

/**
 * Where one chain of an earlier incarnation ends in central, in the answer to hello. A forked incarnation has several; one that is not named has nothing
 * in central.
 */
export const ChainHead = z.object({ incarnation: Id, durable_seq: Quantity, hash: Sha256 });
export type ChainHead = z.infer<typeof ChainHead>;

/** The only call without a credential. A pairing code is good once, for 15 minutes. */
export const PairRequest = z.object({
  pairing_code: ShortText,
  computer_name: ShortText,
  /** What the station will sign its batches and its exported outbox with; central keeps it for ever. */
  public_key: PublicKey,
  /** The station has events that only this central may have: another one refuses before the code is used up. Null: any central will do. */
  only_central: PublicKey.nullable(),
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
  /** Central's identity key. The station pins it: from now on nothing else is central. */
  central_key: PublicKey,
});
export type PairRequest = z.infer<typeof PairRequest>;
export type PairResponse = z.infer<typeof PairResponse>;

/** A PIN as a station keeps it. */
export const StationPin = z.object({
  operator_id: Id,
  /** `scrypt$N$r$p$salt$hash` (base64url). */
  pin_hash: z.string().max(400),
  /** To be changed at the next sign-in that reaches central. */
  must_change: z.boolean(),
});
export type StationPin = z.infer<typeof StationPin>;

/** The PINs of the people who work where the station stands: all that it may keep, in place of what it had. */
export const PinsResponse = z.object({ pins: z.array(StationPin) });
export type PinsResponse = z.infer<typeof PinsResponse>;

/** A person at the station changes the own PIN: central compares the present one, judges the new one, and answers what to keep. */
export const ChangePinRequest = z.object({
  operator_id: Id,
  pin: z.string().min(1).max(64),
  new_pin: z.string().min(1).max(64),
});
export type ChangePinRequest = z.infer<typeof ChangePinRequest>;

/** A version of the feed. `hash` is central's rolling hash at `version`: a restored central that reuses versions is found out by it. */
export const Cursor = z.object({ epoch: Id, version: Quantity, hash: Sha256 });
export type Cursor = z.infer<typeof Cursor>;

/** A version that central showed this station, with central's signature over it (`witnessText`). */
export const Witness = Cursor.extend({ signature: Signature });
export type Witness = z.infer<typeof Witness>;

export const HelloRequest = z.object({
  software: ShortText,
  incarnation: Id,
  last_seq: Quantity,
  cursor: Cursor.nullable(),
  /** By the station's clock, whatever that says. */
  sent_at: z.number(),
  /** Events not acknowledged yet; shown in the console as the station's backlog. */
  backlog: Quantity,
  /** Earlier incarnations with events in this station's log: what a restored central lost of them is sent again too. */
  earlier_incarnations: z.array(Id).max(MAX_EARLIER_INCARNATIONS),
  /** Scope id of the cache. */
  scope: ShortText,
  /** The last version that central signed for this station. A central that does not have it has lost something. Null: none yet. */
  witness: Witness.nullable(),
});
export const HelloResponse = z.object({
  central_id: Id,
  /** Central's identity key, for a station that was paired before there was one. Any other station has it pinned. */
  central_key: PublicKey,
  epoch: Id,
  /** Last seq of this incarnation that central has durably, 0 if none, and its hash. */
  durable_seq: Quantity,
  hash: Sha256,
  head: Cursor,
  /** Over `witnessText` of the head. */
  witness: Signature,
  /** Central's clock, for the station's clock_offset_ms. */
  now: Instant,
  /** What the station must do with its cache: go on from its cursor, or take a snapshot. */
  pull: z.enum(['tail', 'snapshot']),
  station_name: ShortText,
  warehouse_id: Id,
  revoked: z.boolean(),
  /** Of the earlier incarnations asked for; one that is not named has nothing in central. */
  earlier_heads: z.array(ChainHead),
  /** For each chain of this station how far central's last known backup holds it; what is not named is in none. */
  backed_up: z.array(z.object({ incarnation: Id, seq: Quantity })),
  /** A person wants the station's cache compared with central. */
  compare: z.boolean(),
  /** Scope id that the station's cache must have; another than it said means `pull: 'snapshot'`. */
  scope: ShortText,
});
export type HelloRequest = z.infer<typeof HelloRequest>;
export type HelloResponse = z.infer<typeof HelloResponse>;

export const MAX_PUSH_EVENTS = 500;
export const MAX_PUSH_BYTES: number = 256 * 1024;

/** In order, from durable_seq + 1, one incarnation. */
export const PushRequest = z.object({
  incarnation: Id,
  events: z.array(Envelope).min(1).max(MAX_PUSH_EVENTS),
  /** Events not acknowledged, these included. */
  backlog: Quantity,
  /**
   * The station has nothing of this incarnation before the first of these any more: it was acknowledged and backed up. Should central not have it
   * (it was restored from an older backup still), it takes these all the same and opens a case.
   */
  is_oldest: z.boolean(),
  /** By the key of the station's pairing, over `batchText`. */
  signature: Signature,
});

/** A PushRequest of envelopes as the texts that they are stored as: nothing is read and written again on the way. */
export const pushText = ({
  incarnation,
  backlog,
  is_oldest,
  signature,
  texts,
}: Omit<PushRequest, 'events'> & { readonly texts: readonly string[] }): string =>
  `{"incarnation":"${incarnation}","backlog":${backlog},"is_oldest":${is_oldest},"signature":"${signature}","events":[${texts.join(',')}]}`;
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

/**
 * A snapshot's manifest grows until `complete`. A chunk is zstd of PostgreSQL's COPY text format (tab-separated, `\N` null, backslash escapes,
 * booleans t/f, json as text): rows of one entity sorted by key. Every chunk is as of exactly `at`.
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
  schema_id: ShortText,
  /** Of all chunks, known before they are made. */
  total_rows: Quantity,
});
export type SnapshotChunk = z.infer<typeof SnapshotChunk>;
export type SnapshotManifest = z.infer<typeof SnapshotManifest>;

/** Data of the server-sent event `head`. Never needed for correctness. */
export const HeadHint = z.object({ epoch: Id, version: Quantity });
export type HeadHint = z.infer<typeof HeadHint>;
