import type { OutboxFault } from '@serialbridge/protocol';
import { chainsOf, findContinuation, knownEvents } from '../../ledger/index.ts';
import type { WriteTx } from '../../storage/store/store.ts';
import { isSignedBy, keysOf } from '../../auth/station-keys.ts';
import type { OutboxChain, ReadOutbox } from './read-outbox.ts';

/** A chain that neither begins here nor goes on where central's ends. What lies between must come first. */
async function gapBefore(
  tx: WriteTx,
  tenant_id: string,
  station_id: string,
  { incarnation, events, is_oldest }: OutboxChain,
): Promise<OutboxFault | null> {
  if (is_oldest) return null;
  const known = await knownEvents(tx, tenant_id, station_id, events);
  const first = events.find(({ event_id, seq, hash }) => known.get(event_id)?.numbers.has(`${seq} ${hash}`) !== true);
  if (first === undefined) return null;
  const chains = await chainsOf(tx, tenant_id, station_id, incarnation);
  if (chains.length === 0 && first.seq === 1) return null;
  const next = await findContinuation(tx, chains, first);
  if (next.kind !== 'gap') return null;
  const { expected_seq } = next;
  return {
    code: 'outbox.gap',
    message: `The file begins with event ${first.seq}, but central lacks those from ${expected_seq} on. Import the older export first, or let the station sync.`,
    where: null,
    params: { expected_seq, found: first.seq },
  };
}

/**
 * Checks a file by what only central knows: whose it is, whether that station signed it, and whether its events go on where central's chains end.
 * `any_key`: the key that the file itself names is believed. Only for somebody who may write the database anyway.
 */
export async function checkOutbox(
  tx: WriteTx,
  tenant_id: string,
  { file: { header, signed }, chains }: ReadOutbox,
  any_key: boolean,
): Promise<OutboxFault[]> {
  const faults: OutboxFault[] = [];
  const { station_id } = header;
  const foreign = header.tenant_id !== null && header.tenant_id !== tenant_id;
  if (foreign)
    faults.push({
      code: 'outbox.other-tenant',
      message: `The file is of a station of tenant ${header.tenant_id ?? ''}, which is another one.`,
      where: 'line 1',
    });
  const station = await tx.db
    .selectFrom('station')
    .select('station_id')
    .where('tenant_id', '=', tenant_id)
    .where('station_id', '=', station_id)
    .executeTakeFirst();
  if (station === undefined && !foreign)
    faults.push({
      code: 'outbox.unknown-station',
      message: `There is no station ${station_id} here (${header.station_name} by its own name).`,
      where: 'line 1',
    });
  if (signed !== null && !foreign && station !== undefined) {
    const keys = await keysOf(tx.db, { tenant_id, station_id });
    const known = keys.find(({ key_id }) => key_id === signed.key_id)?.public_key;
    const key = known ?? (any_key ? header.public_key : undefined);
    if (key === undefined)
      faults.push({
        code: 'outbox.unknown-key',
        message: `The file is signed with the key ${signed.key_id.slice(0, 8)}…, which ${header.station_name} never told central.`,
        where: null,
      });
    else if (!isSignedBy(key, signed.text, signed.value))
      faults.push({
        code: 'outbox.wrong-signature',
        message: 'The signature does not fit: the file was changed after the station exported it.',
        where: null,
      });
  }
  // Only when nothing else is wrong with the file is it worth a look where its chains go on.
  if (faults.length > 0) return faults;
  for (const chain of chains) {
    const gap = await gapBefore(tx, tenant_id, station_id, chain);
    if (gap !== null) faults.push(gap);
  }
  return faults;
}
