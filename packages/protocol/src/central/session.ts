import { z } from 'zod';
import { Id, Instant, Quantity, ShortText, Total } from '@serialbridge/core/model';
import { RightName } from '@serialbridge/core/rights';
import { BackupState } from './outbox.ts';

/** A PIN: 4 to 12 digits. */
export const Pin = z.string().regex(/^\d{4,12}$/, 'A PIN is 4 to 12 digits');

/** As long as a person types it; its own rules are `passwordFaults` (credentials). */
export const TypedPassword = z.string().min(1).max(1024);

/** Sign-in to the console. `tenant_id` only where one central serves several tenants; else it is the one there is. */
export const SignInRequest = z
  .union([
    z.object({ code: ShortText.min(1), password: TypedPassword, tenant_id: Id.optional() }),
    z.object({ badge: ShortText.min(1), password: TypedPassword, tenant_id: Id.optional() }),
  ])
  .meta({ id: 'SignInRequest' });
export type SignInRequest = z.infer<typeof SignInRequest>;

/** A password set with a one-time code: the first one, or a new one when the old one is lost. It signs in, too. */
export const SetPasswordRequest = z
  .object({
    code: ShortText.min(1),
    one_time_code: ShortText.min(1),
    password: TypedPassword,
    tenant_id: Id.optional(),
  })
  .meta({ id: 'SetPasswordRequest' });
export type SetPasswordRequest = z.infer<typeof SetPasswordRequest>;

/** What WebAuthn calls options and responses, as JSON; the libraries of both sides know their shape. */
export const WebAuthn = z.record(z.string(), z.json()).meta({ id: 'WebAuthn' });

export const PasskeySignInRequest = z.object({ response: WebAuthn }).meta({ id: 'PasskeySignInRequest' });

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

/** A person whom nobody may sign in from there for a while, because of wrong tries. */
export const SignInLock = z.object({
  operator_id: Id,
  name: ShortText,
  /** Null: from every browser that has not signed this person in before. */
  address: ShortText.nullable(),
  /** True: at a browser that has signed this person in before. */
  known_device: z.boolean(),
  locked_until: Instant,
});
export type SignInLock = z.infer<typeof SignInLock>;

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
    /** Shown to whoever looks after people; empty for everybody else. */
    sign_in_locks: z.array(SignInLock),
    /** Head of the feed. */
    version: Quantity,
    now: Instant,
  })
  .meta({ id: 'Summary' });
export type Summary = z.infer<typeof Summary>;
