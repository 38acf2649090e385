import { z } from 'zod';
import { Instant, ShortText } from '@serialbridge/core/model';
import { TypedPassword, WebAuthn } from './session.ts';

/** A session as its person and an admin see it; `session_id` opens nothing. */
export const SessionRow = z
  .object({
    session_id: ShortText,
    /** What the browser says it is, `Firefox on Windows`. */
    device: ShortText,
    address: ShortText,
    created_at: Instant,
    last_used_at: Instant,
    expires_at: Instant,
    /** The one that asks. */
    current: z.boolean(),
  })
  .meta({ id: 'SessionRow' });
export type SessionRow = z.infer<typeof SessionRow>;
export const SessionList = z.object({ rows: z.array(SessionRow), now: Instant });

/** A passkey works only where it was made: at central's `host_name` of then. */
export const PasskeyRow = z
  .object({
    passkey_id: ShortText,
    name: ShortText,
    host_name: ShortText,
    added_at: Instant,
    last_used_at: Instant.nullable(),
  })
  .meta({ id: 'PasskeyRow' });
export type PasskeyRow = z.infer<typeof PasskeyRow>;

export const Account = z
  .object({
    passkeys: z.array(PasskeyRow),
    sessions: z.array(SessionRow),
    /** Why no passkey can be made or used at the address that the browser shows; null: it can. */
    passkeys_need: z.enum(['passkey.needs-name', 'passkey.needs-certificate']).nullable(),
    now: Instant,
  })
  .meta({ id: 'Account' });
export type Account = z.infer<typeof Account>;

export const PasswordChange = z
  .object({ current_password: TypedPassword, password: TypedPassword })
  .meta({ id: 'PasswordChange' });

const PasskeyName = ShortText.trim().min(1).max(100);
export const PasskeyAsked = z.object({ current_password: TypedPassword }).meta({ id: 'PasskeyAsked' });
export const PasskeyAdded = z.object({ name: PasskeyName, response: WebAuthn }).meta({ id: 'PasskeyAdded' });
export const PasskeyRenamed = z.object({ name: PasskeyName }).meta({ id: 'PasskeyRenamed' });

/** `reset`: the old password, the passkeys and the sessions end with it. */
export const OneTimeCodeRequest = z.object({ reset: z.boolean() }).meta({ id: 'OneTimeCodeRequest' });
/** Shown once. */
export const OneTimeCode = z.object({ one_time_code: ShortText, expires_at: Instant }).meta({ id: 'OneTimeCode' });
