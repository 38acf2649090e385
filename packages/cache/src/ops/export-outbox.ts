import { outboxHeader, outboxSignature } from '@serialbridge/protocol/sync';
import type { EventLog } from './event-log.ts';
import type { Retention } from './retention.ts';
import { makeKeyPair, signText, type StationKeys } from './station-keys.ts';

export interface ExportedOutbox {
  readonly station_id: string;
  readonly station_name: string;
  readonly events: number;
  readonly text: string;
}

export interface ExportOptions {
  readonly software: string;
  readonly now: number;
  /** The station that this computer is: its file is made even when nothing is unsent. Null: never paired. */
  readonly station_id: string | null;
}

/**
 * Every event that central has not acknowledged, as signed files (`OutboxHeader` in protocol), one for each station that this computer is or was
 * and has such events of. Reads only: nothing is marked as sent. A station of which no key is known gets one for this file.
 */
export function exportOutbox(
  log: EventLog,
  keys: StationKeys,
  kept: Pick<Retention, 'prunedTo'>,
  { software, now, station_id: own }: ExportOptions,
): ExportedOutbox[] {
  const unsent = log.unsent();
  const stations = new Set([...(own === null ? [] : [own]), ...unsent.map(({ station_id }) => station_id)]);
  return [...stations].map((station_id) => {
    const key = keys.read(station_id) ?? { ...makeKeyPair(), tenant_id: null, station_id, station_name: station_id };
    const { tenant_id, station_name, key_id, public_key } = key;
    const chains = unsent.filter((one) => one.station_id === station_id);
    const events = chains.reduce((sum, { count }) => sum + count, 0);
    const incarnations = chains.map(({ incarnation, first_seq, count }) => ({
      incarnation,
      first_seq,
      last_seq: first_seq + count - 1,
      events: count,
      is_oldest: first_seq > 1 && kept.prunedTo(incarnation) === first_seq - 1,
    }));
    const head = outboxHeader({
      tenant_id,
      station_id,
      station_name,
      incarnations,
      events,
      exported_at: now,
      software,
      key_id,
      public_key,
    });
    const body = chains.flatMap(({ incarnation }) => log.unsentTexts(incarnation));
    const signed = `${head}${body.map((text) => `${text}\n`).join('')}`;
    return {
      station_id,
      station_name,
      events,
      text: `${signed}${outboxSignature(key_id, signText(key, signed))}`,
    };
  });
}
