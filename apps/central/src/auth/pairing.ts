import type { PairRequest, PairResponse } from '@serialbridge/protocol';
import type { Central } from '../central.ts';
import { pair, SyncRefused } from '../sync/index.ts';
import { beginTry, delayAfter, NO_TENANT, takeBack, type Limit } from './attempts.ts';

const ADDRESS_TRIES = 10;
const LOCK_MS = 15 * 60 * 1000;
/** Over all addresses: beyond this many wrong codes in a lock's time nobody pairs for a while, which no honest use reaches. */
const ALL_TRIES = 500;

/**
 * Pairing with its limits: ten wrong codes lock an address, and every wrong one makes the next answer slower, whoever asks.
 * @throws SyncRefused `pairing.wrong-code`, Refusal `pairing.locked`
 */
export async function pairWithLimits(central: Central, request: PairRequest, address: string): Promise<PairResponse> {
  const limits: readonly Limit[] = [
    { tenant_id: NO_TENANT, subject: `pair-address:${address}`, tries: ADDRESS_TRIES, lock_ms: LOCK_MS },
    { tenant_id: NO_TENANT, subject: 'pair-all', tries: ALL_TRIES, lock_ms: LOCK_MS },
  ];
  const { failures } = await beginTry(central, limits, 'pairing.locked');
  try {
    const paired = await pair(central.store, request, central.now());
    await takeBack(central, limits);
    central.metrics.sign_ins.inc({ kind: 'pairing', result: 'right' });
    central.logger.info(
      { tenant_id: paired.tenant_id, station_id: paired.station_id, computer_name: request.computer_name },
      'station paired',
    );
    return paired;
  } catch (error) {
    // Only a wrong code is a guess; a station that speaks another protocol is none.
    if (!(error instanceof SyncRefused) || error.code !== 'pairing.wrong-code') {
      await takeBack(central, limits);
      throw error;
    }
    central.metrics.sign_ins.inc({ kind: 'pairing', result: 'wrong' });
    central.logger.warn({ address, failures }, 'wrong pairing code');
    await delayAfter(failures);
    throw error;
  }
}
