import type { OpsFile } from './open-ops.ts';
import { isSealed, type StationSeal } from '../seal/sealer.ts';

/** Where secrets stand in ops.db: a table, the column, and which rows. */
const PLACES = [
  { table: 'identity', key: 'name', column: 'value', where: `name = 'credential'` },
  { table: 'station_key', key: 'key_id', column: 'private_key', where: '1 = 1' },
  // A note's value is JSON.
  {
    table: 'note',
    key: 'name',
    column: `json_extract(value, '$')`,
    where: `name = 'station.pins' AND json_type(value) = 'text'`,
  },
] as const;

const TO = { identity: 'value = ?', station_key: 'private_key = ?', note: 'value = json_quote(?)' } as const;

/**
 * Seals what stands unsealed in ops.db, as version 1 left it, and what is sealed under a former key. What is overwritten is wiped: SQLite leaves it
 * in free pages and in its log otherwise, where whoever has the disk finds it. What no key here opens stays as it is.
 */
export function sealStored({ db, writing }: OpsFile, { sealer, former, dropFormer }: StationSeal): void {
  const openAny = (text: string): string | null =>
    [sealer, ...former].map((one) => one.open(text)).find((opened) => opened !== null) ?? null;
  const found = PLACES.flatMap(({ table, key, column, where }) =>
    db
      .prepare<[], { id: string; text: string }>(`SELECT ${key} AS id, ${column} AS text FROM ${table} WHERE ${where}`)
      .all()
      .flatMap(({ id, text }) => {
        const opened = openAny(text);
        return opened === null || (isSealed(text) && sealer.open(text) !== null)
          ? []
          : [{ sql: `UPDATE ${table} SET ${TO[table]} WHERE ${key} = ?`, id, wasPlain: !isSealed(text), opened }];
      }),
  );
  if (found.length > 0) {
    db.pragma('secure_delete = ON');
    writing(() =>
      db
        .transaction(() => {
          for (const { sql, id, opened } of found) db.prepare(sql).run(sealer.seal(opened), id);
        })
        .immediate(),
    );
    if (found.some(({ wasPlain }) => wasPlain)) {
      // Earlier versions of a row lie in free space until the file is written anew.
      writing(() => db.exec('VACUUM'));
      db.pragma('wal_checkpoint(TRUNCATE)');
    }
    db.pragma('secure_delete = OFF');
  }
  dropFormer();
}
