import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outboxHeader, outboxSignature } from '@serialbridge/protocol/sync';
import { exportMark } from './export-mark.ts';
import { identityStore, makeKeyPair, signText, stationKeys, type StationKeys } from './identity.ts';
import { lockFolder } from './lock-folder.ts';
import { openOps, type OpsFile } from './open-ops.ts';
import { explainOpsError, OpsError } from './ops-error.ts';
import { keyFileSeal } from '../seal/key-file.ts';
import type { StationSeal } from '../seal/sealer.ts';
import { outbox, type Outbox } from './outbox.ts';
import { retention, type Retention } from './retention.ts';

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
  sent: Pick<Outbox, 'unsent' | 'unsentTexts'>,
  keys: StationKeys,
  kept: Pick<Retention, 'prunedTo'>,
  { software, now, station_id: own }: ExportOptions,
): ExportedOutbox[] {
  const unsent = sent.unsent();
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
    const body = chains.flatMap(({ incarnation }) => sent.unsentTexts(incarnation));
    const signed = `${head}${body.map((text) => `${text}\n`).join('')}`;
    return {
      station_id,
      station_name,
      events,
      text: `${signed}${outboxSignature(key_id, signText(key, signed))}`,
    };
  });
}

/** What `save` threw is of its files, not of the folder. */
class Unsaved extends Error {}

/**
 * Exports the outbox of a data folder that no host uses. With the key gone the file is signed with a key of its own, and an admin has to say that it
 * is to be taken all the same. Needs ops.db alone: neither the cache nor the overlay is touched, no chain begins.
 *
 * `save` keeps the files; when it returns, the station knows that they were exported.
 *
 * @throws OpsError `ops.in-use`, `ops.wrong-file` (no ops.db in it, or another's), `ops.corrupt`, …
 */
export function exportFolder(
  dir: string,
  options: Omit<ExportOptions, 'station_id'>,
  { sealer }: Pick<StationSeal, 'sealer'> = keyFileSeal(dir),
  save?: (files: readonly ExportedOutbox[]) => void,
): ExportedOutbox[] {
  const path = join(dir, 'ops.db');
  if (!existsSync(path)) throw new OpsError('ops.wrong-file', { path });
  const lock = lockFolder(dir);
  let ops: OpsFile | null = null;
  try {
    ops = openOps(path);
    const keys = stationKeys(ops, sealer);
    const identity = identityStore(ops, sealer).read();
    if (identity !== null) keys.ensure(identity, options.now);
    const station_id = identity?.station_id ?? null;
    const files = exportOutbox(
      outbox(ops, () => null),
      keys,
      retention(ops),
      { ...options, station_id },
    );
    if (save === undefined) return files;
    try {
      save(files);
    } catch (error) {
      throw new Unsaved('the files could not be kept', { cause: error });
    }
    exportMark(ops).note();
    return files;
  } catch (error) {
    throw error instanceof Unsaved ? error.cause : explainOpsError(error, path);
  } finally {
    ops?.db.close();
    lock.release();
  }
}
