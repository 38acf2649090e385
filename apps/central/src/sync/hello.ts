import { v7 as uuidv7 } from 'uuid';
import { PROTOCOL_VERSION, ZERO_HASH, type HelloRequest, type HelloResponse } from '@serialbridge/protocol';
import { publishHead, readHead, takeTurn } from '../ledger/index.ts';
import type { Store } from '../storage/store.ts';
import { checkProtocol } from './check-protocol.ts';
import { cursorOf, judgeCursor } from './cursor.ts';
import { noteContact } from './station-contact.ts';
import type { SyncStation } from './station-credentials.ts';
import { SyncRefused } from './sync-refused.ts';

/**
 * The first word of a contact: how far central has the station's events, and whether its cache can go on from its cursor. A cursor of
 * this epoch that does not lie on central's history means that central lost something: a new epoch begins, and every station of the
 * tenant takes a snapshot.
 */
export async function hello(
  store: Store,
  { tenant_id, station_id }: SyncStation,
  request: HelloRequest,
  now: number,
): Promise<HelloResponse> {
  checkProtocol(request.protocol);
  const answer = await store.transaction(async (tx) => {
    // Without the turn: a thousand stations that say hello must wait neither for pushes nor for each other.
    let head = await readHead(tx.db, tenant_id);
    let judged = await judgeCursor(tx.db, head, request.cursor);
    if (judged === 'other-history') {
      // Only a new epoch needs it; another station may have begun one meanwhile.
      head = await takeTurn(tx, tenant_id);
      judged = await judgeCursor(tx.db, head, request.cursor);
    }
    if (judged === 'other-history') {
      // A new incarnation too: central's own numbers after the restore must not meet those that were lost.
      head = { ...head, epoch: uuidv7(), central_incarnation: uuidv7() };
      const { epoch, central_incarnation } = head;
      await tx.db
        .updateTable('tenant_head')
        .set({ epoch, central_incarnation })
        .where('tenant_id', '=', tenant_id)
        .execute();
    }
    const station = await tx.db
      .selectFrom('station')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .executeTakeFirst();
    if (station === undefined) throw new SyncRefused('station.unauthenticated');
    const chain = await tx.db
      .selectFrom('station_head')
      .select(['durable_seq', 'hash'])
      .where('tenant_id', '=', tenant_id)
      .where('station_id', '=', station_id)
      .where('incarnation', '=', request.incarnation)
      .executeTakeFirst();
    const { backlog, software, cursor } = request;
    await noteContact(tx, {
      tenant_id,
      station_id,
      last_seen_at: now,
      backlog,
      software,
      cache_version: cursor?.version ?? null,
    });
    const response: HelloResponse = {
      protocol: PROTOCOL_VERSION,
      central_id: head.central_id,
      epoch: head.epoch,
      durable_seq: chain?.durable_seq ?? 0,
      hash: chain?.hash ?? ZERO_HASH,
      head: cursorOf(head),
      now,
      pull: judged === 'tail' ? 'tail' : 'snapshot',
      station_name: station.name,
      warehouse_id: station.warehouse_id,
      revoked: station.state === 'revoked',
    };
    return { response, head, isNew: judged === 'other-history' };
  });
  if (answer.isNew) {
    store.logger.warn(
      { tenant_id, station_id, cursor: request.cursor },
      'a station has seen another history: a new epoch begins',
    );
    publishHead(store, tenant_id, answer.head);
  }
  return answer.response;
}
