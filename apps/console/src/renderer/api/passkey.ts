import { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { CentralClient } from '@serialbridge/client/central';
import type { Account, CallBody, SessionInfo } from '@serialbridge/protocol/central';

type Json = CallBody<'session.passkey'>['response'];

/** Somebody closed the browser's window, or waited too long; nothing happened. */
export class PasskeyCancelled extends Error {}

async function asked<T>(browser: () => Promise<T>): Promise<T> {
  try {
    return await browser();
  } catch (error) {
    const said = error instanceof Error ? error : new Error(String(error));
    if (said.name === 'NotAllowedError' || said.name === 'AbortError') throw new PasskeyCancelled(said.message);
    throw error;
  }
}

/** Asks the browser for a passkey of this address, and central whose it is. */
export async function enterByPasskey(central: CentralClient): Promise<SessionInfo> {
  const options: unknown = await central.call('session.passkey_options');
  const optionsJSON = options as Parameters<typeof startAuthentication>[0]['optionsJSON'];
  const response: unknown = await asked(() => startAuthentication({ optionsJSON }));
  return central.call('session.passkey', { body: { response: response as Json } });
}

/** Has the browser make a passkey, and central keep it under this name. */
export async function makePasskey(central: CentralClient, name: string, current_password: string): Promise<void> {
  const options: unknown = await central.call('account.passkey_options', { body: { current_password } });
  const optionsJSON = options as Parameters<typeof startRegistration>[0]['optionsJSON'];
  const response: unknown = await asked(() => startRegistration({ optionsJSON }));
  await central.call('account.add_passkey', { body: { name, response: response as Json } });
}

const IP = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/u;

/** Why the browser makes and uses no passkey at this address; null: it does. Central says the same of its side. */
export function passkeysNeed(at: Pick<Location, 'hostname' | 'protocol'>): Account['passkeys_need'] {
  if (IP.test(at.hostname)) return 'passkey.needs-name';
  const isLocal = at.hostname === 'localhost' || at.hostname.endsWith('.localhost');
  return at.protocol === 'https:' || isLocal ? null : 'passkey.needs-certificate';
}
