import { z } from 'zod';
import { Id, Instant, Quantity, ShortText, StationKind } from '@serialbridge/core/model';
import { RightName } from '@serialbridge/core/rights';
import { DeviceKind } from './device-config.ts';
import { Finding } from './feedback.ts';

export const SYNC_STATES = ['unpaired', 'offline', 'online', 'syncing', 'revoked', 'upgrade-needed'] as const;

export const SyncStatus = z.object({
  state: z.enum(SYNC_STATES),
  central_url: z.string().nullable(),
  last_contact_at: Instant.nullable(),
  /** Own events that central has not acknowledged. */
  backlog: Quantity,
  oldest_unsent_at: Instant.nullable(),
  cache_version: Quantity,
  /** When the cache last stood at central's head. */
  cache_fresh_at: Instant.nullable(),
  /** A long pull shows how far it is: rows loaded, bytes fetched (compressed); total null: not known yet. */
  pull: z
    .object({
      rows: Quantity,
      total: Quantity.nullable(),
      bytes: Quantity.optional(),
      total_bytes: Quantity.nullable().optional(),
    })
    .nullable(),
  problem: Finding.nullable(),
  /** Central refuses what this station sends: `problem` says why, and a person must do something. */
  refused: z.boolean(),
  /** Comparing the cache with central, range by range. Null: it never was since the data folder was made. */
  comparison: z
    .object({
      running: z.boolean(),
      compared_at: Instant.nullable(),
      /** Ranges that differed, and rows put right, the last time. */
      ranges_differed: Quantity,
      rows_repaired: Quantity,
    })
    .nullable()
    .optional(),
});
export type SyncStatus = z.infer<typeof SyncStatus>;

export const DeviceStatus = z.object({
  device_id: ShortText,
  kind: DeviceKind,
  name: ShortText,
  state: z.enum(['opening', 'open', 'lost', 'error']),
  detail: Finding.nullable(),
  simulated: z.boolean(),
});
export type DeviceStatus = z.infer<typeof DeviceStatus>;

/** Topic `station`: always on the screen. */
export const StationState = z.object({
  app: z.enum(['receivebridge', 'shipbridge']),
  software: ShortText,
  station: z
    .object({
      station_id: Id,
      name: ShortText,
      kind: StationKind,
      warehouse_id: Id,
      warehouse_name: ShortText,
      /** Of the key that this station knows central by, for people to compare; null: central has not said it yet. */
      central_fingerprint: ShortText.nullable(),
    })
    .nullable(),
  operator: z
    .object({
      operator_id: Id,
      code: ShortText,
      name: ShortText,
      role: ShortText,
      /** What a role that the house made is called; null: a built-in one, which is called by its code. */
      role_name: ShortText.nullable(),
      rights: z.array(RightName),
    })
    .nullable(),
  /** Sign-in is by badge and PIN unless policy lets a badge alone in. */
  badge_alone_signs_in: z.boolean(),
  sync: SyncStatus,
  devices: z.array(DeviceStatus),
  open_cases: Quantity,
  /** Sentences that stay until their cause is gone. */
  notices: z.array(z.object({ level: z.enum(['info', 'warning', 'error']), finding: Finding })),
  /** As read back from ops.db at start: 2 is FULL. */
  ops_synchronous: Quantity,
  /** What the screen needs of the policy; each key as declared. */
  policy: z.record(z.string(), z.json()),
  policy_version: Quantity,
  /** Grows whenever a list of this app may have other rows; begins anew with the host. */
  lists_version: Quantity,
});
export type StationState = z.infer<typeof StationState>;
