import type { PairRequest, PairResponse } from '@serialbridge/protocol';
import type { Row } from '@serialbridge/core/model';
import type { Central } from './central.ts';
import { Refusal } from '../refusal.ts';
import { networkOf } from './caller.ts';
import { inLane } from './lanes.ts';
import { hashSecret, makePairingCode, normaliseTypedCode } from './secrets.ts';
import { noteAudit } from '../audit/index.ts';
import { afterCommit, lockTenant, recordCentralEventsIn, type CentralDraft } from '../ledger/index.ts';
import type { PairingCodeTable } from '../storage/store/database.ts';
import type { ReadDb, Store, WriteTx } from '../storage/store/store.ts';
import { ENTITY_TABLES } from '../storage/store/tables.ts';
import { centralIdentity } from './central-identity.ts';
import { forgetCredential } from './credential-cache.ts';
import { issueCredential } from './station-credentials.ts';
import { peopleOn, writePin } from './operator-secrets.ts';

/** Of one event. */
const MOST_ROWS = 200;
const CODE_LASTS_MS = 15 * 60 * 1000;

/** Who does it, and from where. Absent: central itself. */
interface Doer {
  readonly operator_id?: string | null;
  readonly address?: string | undefined;
}

const ofStation = ({ station_id, name }: Row<'station'>) =>
  ({ entity: 'station', record_key: station_id, subject_id: station_id, label: name }) as const;

async function stationRow(tx: WriteTx, tenant_id: string, station_id: string): Promise<Row<'station'>> {
  const [row] = await tx.bulk.readWhere(tenant_id, ENTITY_TABLES.station, 'station_id', [station_id]);
  if (row === undefined) throw new Refusal('request.not-found', { detail: 'There is no such station.' });
  return row as Row<'station'>;
}

/** A code with which one computer can become this station: good once, for 15 minutes; an earlier code of the station no longer works. */
export async function createPairingCode(
  store: Store,
  tenant_id: string,
  { station_id, now, operator_id = null, address }: { readonly station_id: string; readonly now: number } & Doer,
): Promise<{ pairing_code: string; expires_at: number }> {
  const pairing_code = makePairingCode();
  const expires_at = now + CODE_LASTS_MS;
  await store.transaction(async (tx) => {
    // Of two that are asked for at once the later one is the station's.
    await lockTenant(tx, tenant_id);
    const station = await stationRow(tx, tenant_id, station_id);
    await tx.db
      .deleteFrom('pairing_code')
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .execute();
    const code_hash = hashSecret(normaliseTypedCode(pairing_code));
    await tx.db
      .insertInto('pairing_code')
      .values({ tenant_id, code_hash, station_id, created_at: now, expires_at, used_at: null })
      .execute();
    const who = { tenant_id, now, operator_id, address: address ?? null };
    await noteAudit(tx, who, { kind: 'pairing-code-made', ...ofStation(station), details: {} });
  });
  return { pairing_code, expires_at };
}

/** The one look-up without a tenant: the code is all that an unpaired computer has. */
async function findCode(store: Store, code_hash: string): Promise<PairingCodeTable | undefined> {
  return store.db.selectFrom('pairing_code').selectAll().where('code_hash', '=', code_hash).executeTakeFirst();
}

/**
 * Makes the computer that knows the code this station. The caller limits wrong tries.
 * @throws Refusal `pairing.wrong-code`, `pairing.other-central`: nothing was used up then
 */
export async function pair(
  store: Store,
  request: PairRequest,
  now: number,
  address: string | null = null,
): Promise<PairResponse> {
  const { public_key: central_key } = await centralIdentity(store);
  if (request.only_central !== null && request.only_central !== central_key) throw new Refusal('pairing.other-central');
  const code_hash = hashSecret(normaliseTypedCode(request.pairing_code));
  const code = await findCode(store, code_hash);
  if (code === undefined || code.used_at !== null || code.expires_at <= now) throw new Refusal('pairing.wrong-code');
  const { tenant_id, station_id } = code;
  const done = await store.transaction(async (tx) => {
    const head = await lockTenant(tx, tenant_id);
    const used = await tx.db
      .updateTable('pairing_code')
      .set({ used_at: now })
      .where('tenant_id', '=', tenant_id)
      .where('code_hash', '=', code_hash)
      .where('used_at', 'is', null)
      .executeTakeFirst();
    if (used.numUpdatedRows !== 1n) throw new Refusal('pairing.wrong-code');
    const station = await stationRow(tx, tenant_id, station_id);
    const credential = await issueCredential(tx, { tenant_id, station_id }, request, now);
    const rows = [{ ...station, state: 'paired' as const }];
    const recorded = await recordCentralEventsIn(
      store,
      tx,
      head,
      [{ type: 'records-put', body: { import_id: null, entity: 'station', rows } }],
      {
        operator_id: null,
        now,
      },
    );
    const { computer_name } = request;
    await noteAudit(
      tx,
      { tenant_id, now, operator_id: null, by: computer_name, address },
      { kind: 'station-paired', ...ofStation(station), details: { computer_name } },
    );
    return { station, credential, ...recorded };
  });
  forgetCredential(store, tenant_id, station_id);
  afterCommit(store, tenant_id, done);
  const { station, credential, head } = done;
  return {
    tenant_id,
    central_id: head.central_id,
    station_id,
    station_name: station.name,
    kind: station.kind,
    warehouse_id: station.warehouse_id,
    credential,
    central_key,
  };
}

/** From now on the station's calls are refused; what it has stays on it and can be exported. */
export async function revokeStation(
  store: Store,
  tenant_id: string,
  {
    station_id,
    operator_id,
    now,
    address,
    expire_pins = false,
  }: {
    readonly station_id: string;
    readonly operator_id: string | null;
    readonly now: number;
    /** Takes the PINs away that lie on it: whoever has its disk can try them. */
    readonly expire_pins?: boolean;
  } & Doer,
): Promise<void> {
  const recorded = await store.transaction(async (tx) => {
    const head = await lockTenant(tx, tenant_id);
    const station = await stationRow(tx, tenant_id, station_id);
    const rows = [{ ...station, state: 'revoked' as const }];
    await tx.db
      .updateTable('station_credential')
      .set({ revoked_at: now })
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .execute();
    await tx.db
      .deleteFrom('pairing_code')
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .execute();
    const who = { tenant_id, now, operator_id, address: address ?? null };
    await noteAudit(tx, who, { kind: 'station-revoked', ...ofStation(station), details: {} });
    const drafts: CentralDraft[] = [{ type: 'records-put', body: { import_id: null, entity: 'station', rows } }];
    const expired = expire_pins ? await peopleOn(tx.db as unknown as ReadDb, tenant_id, station_id) : [];
    if (expired.length > 0) {
      for (const person of expired) await writePin(tx.db, tenant_id, person.operator_id, null);
      const people = expired.map((person) => ({ ...person, pin_changed_at: now }));
      for (let at = 0; at < people.length; at += MOST_ROWS)
        drafts.push({
          type: 'records-put',
          body: { import_id: null, entity: 'operator', rows: people.slice(at, at + MOST_ROWS) },
        });
      await noteAudit(tx, who, { kind: 'pins-expired', ...ofStation(station), details: { people: expired.length } });
    }
    return recordCentralEventsIn(store, tx, head, drafts, { operator_id, now });
  });
  forgetCredential(store, tenant_id, station_id);
  afterCommit(store, tenant_id, recorded);
}

/**
 * Pairing with its limit: every wrong code makes the next answers to that address slower. No code leaves a row, and nobody else's wrong codes
 * keep a computer from pairing.
 * @throws Refusal `pairing.wrong-code`, `auth.slowed`
 */
export async function pairWithLimits(central: Central, request: PairRequest, address: string): Promise<PairResponse> {
  return inLane(central, `pair:${networkOf(address)}`, async (noteWrong) => {
    try {
      const paired = await pair(central.store, request, central.now(), address);
      central.metrics.sign_ins.inc({ kind: 'pairing', result: 'right' });
      central.logger.info(
        { tenant_id: paired.tenant_id, station_id: paired.station_id, computer_name: request.computer_name },
        'station paired',
      );
      return paired;
    } catch (error) {
      // Only a wrong code is a guess; a station that speaks another protocol is none.
      if (!(error instanceof Refusal) || error.code !== 'pairing.wrong-code') throw error;
      noteWrong();
      central.metrics.sign_ins.inc({ kind: 'pairing', result: 'wrong' });
      central.logger.warn({ address }, 'wrong pairing code');
      throw error;
    }
  });
}
