import { isIP } from 'node:net';
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { FastifyRequest } from 'fastify';
import type { Account, PasskeyRow } from '@serialbridge/protocol/central';
import { noteAudit } from '../audit/index.ts';
import type { Caller } from './caller.ts';
import type { Central, SignedIn } from './central.ts';
import { inLane } from './lanes.ts';
import { challengeMadeAt, makeChallenge } from './passkey-challenge.ts';
import { asSignedIn, findEnterer } from './people.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { WriteTx } from '../storage/store/store.ts';

interface Whose {
  readonly tenant_id: string;
  readonly operator_id: string;
}

/** JSON whose shape the library checks itself. */
export type Loose = Readonly<Record<string, unknown>>;

const ENTER = 'enter';
const addPurpose = ({ tenant_id, operator_id }: Whose): string => `add ${tenant_id} ${operator_id}`;
const MOST_PASSKEYS = 20;

/** The address in the browser's bar, as far as this request tells. A passkey is bound to its host name. */
function siteOf(request: FastifyRequest): { readonly host_name: string; readonly origin: string } {
  return { host_name: request.hostname, origin: `${request.protocol}://${request.host}` };
}

/** Why browsers make and use no passkey at this address; null: they do. */
export function passkeysNeed(request: FastifyRequest): Account['passkeys_need'] {
  const { host_name } = siteOf(request);
  if (isIP(host_name.replaceAll(/[[\]]/gu, '')) !== 0) return 'passkey.needs-name';
  const isLocal = host_name === 'localhost' || host_name.endsWith('.localhost');
  return request.protocol === 'https' || isLocal ? null : 'passkey.needs-certificate';
}

function refuseSite(request: FastifyRequest): void {
  const needs = passkeysNeed(request);
  if (needs !== null) throw new Refusal(needs);
}

/** Without what the library leaves undefined, which is no JSON. */
const asJson = (options: object): Loose => JSON.parse(JSON.stringify(options)) as Loose;

const bytesOf = (uuid: string): Buffer => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer): string =>
  bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/u, '$1-$2-$3-$4-$5');

/** What an authenticator keeps of a person beside the key: ids, which say nothing to anybody else. */
const userHandle = ({ tenant_id, operator_id }: Whose): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(Buffer.concat([bytesOf(tenant_id), bytesOf(operator_id)]));

function readHandle(text: unknown): Whose | null {
  const bytes = Buffer.from(typeof text === 'string' ? text : '', 'base64url');
  if (bytes.length !== 32) return null;
  return { tenant_id: uuidOf(bytes.subarray(0, 16)), operator_id: uuidOf(bytes.subarray(16)) };
}

export async function passkeysOf(
  { store }: Central,
  { tenant_id, operator_id }: Whose,
): Promise<(PasskeyRow & { readonly transports: string[] })[]> {
  const rows = await store.db
    .selectFrom('passkey')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .orderBy('added_at')
    .execute();
  return rows.map(({ credential_id, name, host_name, added_at, last_used_at, transports }) => ({
    passkey_id: credential_id,
    name,
    host_name,
    added_at,
    last_used_at,
    transports: JSON.parse(transports) as string[],
  }));
}

/** For a browser that shall make a passkey of this person, one that needs no code to be typed. @throws Refusal `passkey.needs-…` */
export async function optionsToAdd(central: Central, who: SignedIn, request: FastifyRequest): Promise<Loose> {
  refuseSite(request);
  const own = await passkeysOf(central, who);
  if (own.length >= MOST_PASSKEYS)
    throw new Refusal('request.conflict', { detail: `A person has at most ${MOST_PASSKEYS} passkeys; remove one.` });
  const options = await generateRegistrationOptions({
    rpName: 'Serialbridge',
    rpID: siteOf(request).host_name,
    userName: who.code,
    userDisplayName: who.name,
    userID: userHandle(who),
    challenge: await makeChallenge(central.store, addPurpose(who), central.now()),
    excludeCredentials: own.map(({ passkey_id, transports }) => ({ id: passkey_id, transports })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return asJson(options);
}

/** @throws Refusal `passkey.wrong` when what the browser made does not fit what was asked for */
export async function addPasskey(
  central: Central,
  who: SignedIn,
  { name, response }: { readonly name: string; readonly response: Loose },
  { request, caller }: { readonly request: FastifyRequest; readonly caller: Caller },
): Promise<void> {
  refuseSite(request);
  const { store, now } = central;
  const { host_name, origin } = siteOf(request);
  const verified = await verifyRegistrationResponse({
    response: response as unknown as RegistrationResponseJSON,
    expectedChallenge: async (challenge) => (await challengeMadeAt(store, challenge, addPurpose(who), now())) !== null,
    expectedOrigin: origin,
    expectedRPID: host_name,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    central.logger.warn({ err: error, operator_id: who.operator_id }, 'passkey not taken');
    return null;
  });
  if (verified?.verified !== true) throw new Refusal('passkey.wrong');
  const { credential } = verified.registrationInfo;
  const { tenant_id, operator_id } = who;
  await store.transaction(async (tx) => {
    await tx.db
      .insertInto('passkey')
      .values({
        tenant_id,
        credential_id: credential.id,
        operator_id,
        public_key: Buffer.from(credential.publicKey).toString('base64url'),
        counter: credential.counter,
        transports: JSON.stringify(credential.transports ?? []),
        host_name,
        name,
        added_at: now(),
        last_used_at: null,
      })
      // Sent twice: it is there.
      .onConflict((conflict) => conflict.columns(['tenant_id', 'credential_id']).doNothing())
      .execute();
    await noteAudit(
      tx,
      { tenant_id, operator_id, address: caller.address, now: now() },
      { kind: 'passkey-added', entity: 'operator', subject_id: operator_id, label: who.name, details: { name } },
    );
  });
}

/** For a browser that shall ask for any passkey of this address. @throws Refusal `passkey.needs-…` */
export async function optionsToEnter(central: Central, request: FastifyRequest): Promise<Loose> {
  refuseSite(request);
  const options = await generateAuthenticationOptions({
    rpID: siteOf(request).host_name,
    challenge: await makeChallenge(central.store, ENTER, central.now()),
    userVerification: 'required',
  });
  return asJson(options);
}

async function judge(central: Central, response: Loose, request: FastifyRequest): Promise<SignedIn | null> {
  const { store, now } = central;
  const inside: unknown = response['response'];
  const whose = readHandle(typeof inside === 'object' && inside !== null ? Reflect.get(inside, 'userHandle') : null);
  const credential_id = response['id'];
  if (whose === null || typeof credential_id !== 'string') return null;
  const { tenant_id, operator_id } = whose;
  const kept = await store.db
    .selectFrom('passkey')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('operator_id', '=', operator_id)
    .where('credential_id', '=', credential_id)
    .executeTakeFirst();
  const person = await findEnterer(central, tenant_id, 'operator_id', operator_id);
  if (kept === undefined || person === undefined) return null;
  const { host_name, origin } = siteOf(request);
  let made_at = 0;
  const verified = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponseJSON,
    expectedChallenge: async (challenge) => {
      made_at = (await challengeMadeAt(store, challenge, ENTER, now())) ?? 0;
      return made_at > 0;
    },
    expectedOrigin: origin,
    expectedRPID: host_name,
    requireUserVerification: true,
    credential: {
      id: credential_id,
      publicKey: Uint8Array.from(Buffer.from(kept.public_key, 'base64url')),
      counter: kept.counter,
      transports: JSON.parse(kept.transports) as string[],
    },
  });
  if (!verified.verified) return null;
  // A challenge works once: not one that is older than the last use.
  const used = await store.transaction(({ db }) =>
    db
      .updateTable('passkey')
      .set({ counter: verified.authenticationInfo.newCounter, last_used_at: now() })
      .where('tenant_id', '=', tenant_id)
      .where('credential_id', '=', credential_id)
      .where((eb) => eb.or([eb('last_used_at', 'is', null), eb('last_used_at', '<=', made_at)]))
      .executeTakeFirst(),
  );
  return used.numUpdatedRows === 1n ? asSignedIn(central, tenant_id, person) : null;
}

/** @throws Refusal `passkey.wrong`, `passkey.needs-…`, `auth.slowed` */
export async function enterByPasskey(
  central: Central,
  response: Loose,
  request: FastifyRequest,
  caller: Caller,
): Promise<SignedIn> {
  refuseSite(request);
  return inLane(central, `address:${caller.address}`, async (noteWrong) => {
    const who = await judge(central, response, request).catch((error: unknown) => {
      central.logger.warn({ err: error, address: caller.address }, 'wrong passkey');
      return null;
    });
    central.metrics.sign_ins.inc({ kind: 'passkey', result: who === null ? 'wrong' : 'right' });
    if (who !== null) return who;
    noteWrong();
    throw new Refusal('passkey.wrong');
  });
}

/** @throws Refusal `request.not-found` */
export async function renamePasskey(
  { store }: Central,
  { tenant_id, operator_id }: Whose,
  passkey_id: string,
  name: string,
): Promise<void> {
  const renamed = await store.transaction(({ db }) =>
    db
      .updateTable('passkey')
      .set({ name })
      .where('tenant_id', '=', tenant_id)
      .where('operator_id', '=', operator_id)
      .where('credential_id', '=', passkey_id)
      .executeTakeFirst(),
  );
  if (renamed.numUpdatedRows !== 1n) throw notFound('passkey');
}

/** @throws Refusal `request.not-found` */
export async function removePasskey(
  central: Central,
  who: SignedIn,
  passkey_id: string,
  { address }: Caller,
): Promise<void> {
  const { tenant_id, operator_id } = who;
  const found = (await passkeysOf(central, who)).find((one) => one.passkey_id === passkey_id);
  if (found === undefined) throw notFound('passkey');
  await central.store.transaction(async (tx) => {
    await tx.db
      .deleteFrom('passkey')
      .where('tenant_id', '=', tenant_id)
      .where('operator_id', '=', operator_id)
      .where('credential_id', '=', passkey_id)
      .execute();
    await noteAudit(
      tx,
      { tenant_id, operator_id, address, now: central.now() },
      {
        kind: 'passkey-removed',
        entity: 'operator',
        subject_id: operator_id,
        label: who.name,
        details: { name: found.name },
      },
    );
  });
}

export async function removePasskeysOf({ db }: WriteTx, { tenant_id, operator_id }: Whose): Promise<void> {
  await db.deleteFrom('passkey').where('tenant_id', '=', tenant_id).where('operator_id', '=', operator_id).execute();
}
