import { z } from 'zod';
import { Id, Instant, Quantity, ShortText, Total } from '@serialbridge/core/model';
import { RightName } from '@serialbridge/core/rights';
import { BackupState } from './outbox.ts';

/** A PIN: 4 to 12 digits. */
export const Pin = z.string().regex(/^\d{4,12}$/, 'A PIN is 4 to 12 digits');

/** Sign-in to the console. `tenant_id` only where one central serves several tenants; else it is the one there is. */
export const SignInRequest = z
  .union([
    z.object({ code: ShortText.min(1), pin: z.string().min(1).max(64), tenant_id: Id.optional() }),
    z.object({ badge: ShortText.min(1), pin: z.string().min(1).max(64), tenant_id: Id.optional() }),
  ])
  .meta({ id: 'SignInRequest' });
export type SignInRequest = z.infer<typeof SignInRequest>;

export const SessionInfo = z
  .object({
    tenant: z.object({ tenant_id: Id, name: ShortText }),
    operator: z.object({
      operator_id: Id,
      code: ShortText,
      name: ShortText,
      role: ShortText,
      /** What a role that the house made is called; null: a built-in one, which is called by its code. */
      role_name: ShortText.nullable(),
    }),
    /** What this person may do. */
    rights: z.array(RightName),
    expires_at: Instant,
    software: ShortText,
    protocol: z.number().int(),
    /** Central's clock, to show ages without trusting the browser's. */
    now: Instant,
  })
  .meta({ id: 'SessionInfo' });
export type SessionInfo = z.infer<typeof SessionInfo>;

/** What the console's first page and its header show. */
export const Summary = z
  .object({
    open_cases: Quantity,
    open_purchase_orders: Quantity,
    open_orders: Quantity,
    stations: Quantity,
    stations_online: Quantity,
    /** Events that stations said they had not got acknowledged when last seen. */
    backlog: Total,
    held_events: Quantity,
    /** What a restored central lost of its own facts and stations' caches know; a person decides. */
    lost_records: Quantity,
    backup: BackupState,
    /** Head of the feed. */
    version: Quantity,
    now: Instant,
  })
  .meta({ id: 'Summary' });
export type Summary = z.infer<typeof Summary>;
