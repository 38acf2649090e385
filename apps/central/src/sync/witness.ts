import { FeedHead, witnessText, type Cursor, type Witness } from '@serialbridge/protocol';
import { centralIdentity } from '../auth/central-identity.ts';
import type { SyncStation } from '../auth/station-credentials.ts';
import type { Store } from '../storage/store/store.ts';

/** Central's signed word that it showed this station this version. */
export async function witnessOf(store: Store, { station_id }: SyncStation, cursor: Cursor): Promise<Witness> {
  const { sign } = await centralIdentity(store);
  const { epoch, version, hash } = cursor;
  return { epoch, version, hash, signature: sign(witnessText(station_id, cursor)) };
}

const LINE_END = 0x0a;

/** The same of the version that a page of the feed, as it goes out, ends at. */
export function witnessOfPage(store: Store, station: SyncStation, page: Buffer): Promise<Witness> {
  const { next } = FeedHead.parse(JSON.parse(page.toString('utf8', 0, page.indexOf(LINE_END))));
  return witnessOf(store, station, next);
}

/** True if this central signed it, for this station and no other. */
export async function isOwnWitness(store: Store, { station_id }: SyncStation, witness: Witness): Promise<boolean> {
  const { isOwn } = await centralIdentity(store);
  return isOwn(witnessText(station_id, witness), witness.signature);
}
