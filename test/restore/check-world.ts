import { canonical, rebuild } from '@serialbridge/central/ledger';
import type { Store } from '@serialbridge/central/storage';
import { columnsOf, ENTITY_NAMES, keyOf, type AnyRow, type Entity } from '@serialbridge/core/model';
import { Envelope } from '@serialbridge/protocol';
import { readTables } from '@serialbridge/testing/store/replica';
import type { RestoreStation } from './restore-station.ts';

function decoded(entity: Entity, raw: Readonly<Record<string, unknown>>): AnyRow {
  return Object.fromEntries(
    columnsOf(entity).map(({ name, type }) => {
      const value = raw[name] ?? null;
      if (value === null) return [name, null];
      if (type === 'boolean') return [name, value === 1];
      return [name, type === 'json' && typeof value === 'string' ? (JSON.parse(value) as unknown) : value];
    }),
  );
}

/** Everything that must hold once stations have settled after a restore. Answers what does not. */
export async function checkWorld(
  store: Store,
  tenant_id: string,
  stations: readonly RestoreStation[],
): Promise<string[]> {
  const wrong: string[] = [];
  const differences = await rebuild(store, tenant_id);
  if (differences.length > 0) wrong.push(`rebuild differs: ${JSON.stringify(differences.slice(0, 3))}`);
  const tables = await readTables(store, tenant_id);
  for (const station of stations) {
    const identity = station.store.readIdentity();
    if (identity === null) throw new Error(`${station.name} is not paired`);
    const { station_id } = identity;
    let events = 0;
    for (const incarnation of station.store.incarnationsOf(station_id)) {
      const kept = await store.db
        .selectFrom('event')
        .select(['seq', 'hash', 'outcome', 'held_reason'])
        .where('tenant_id', '=', tenant_id)
        .where('station_id', '=', station_id)
        .where('incarnation', '=', incarnation)
        .orderBy('seq')
        .execute();
      const { events: own } = station.store.batch(incarnation, 0, { events: 1_000_000, bytes: 1e12 });
      events += own.length;
      const mine = own.map(({ text }) => Envelope.parse(JSON.parse(text)));
      const there = kept.map(({ seq, hash }) => `${seq} ${hash}`).join('\n');
      if (there !== mine.map(({ seq, hash }) => `${seq} ${hash}`).join('\n'))
        wrong.push(`${station.name}: ${mine.length} events here and ${kept.length} in the ledger are not the same`);
      const held = kept.filter(({ outcome }) => outcome === 'held');
      if (held.length > 0) wrong.push(`${station.name}: ${held.length} events are held: ${held[0]?.held_reason ?? ''}`);
    }
    if (events < station.serials.length / 100) wrong.push(`${station.name} has too few events to show anything`);
    const seen = new Set<string>();
    let unlike = 0;
    for (const entity of ENTITY_NAMES) {
      for (const raw of station.store.read.all(`SELECT * FROM cache."${entity}"`)) {
        const row = decoded(entity, raw);
        const name = `${entity} ${keyOf(entity, row)}`;
        seen.add(name);
        const here = tables.get(name);
        if (here === undefined || canonical(wholeOf(entity, here)) !== canonical(row)) {
          if (unlike === 0)
            wrong.push(`${station.name}: ${name} is ${canonical(row)}, in central ${canonical(here ?? null)}`);
          unlike += 1;
        }
      }
      const overlay = station.store.read.all(`SELECT * FROM main."${entity}" LIMIT 1`);
      if (overlay.length > 0) wrong.push(`${station.name}: the overlay of ${entity} is not empty`);
    }
    for (const name of tables.keys()) if (!seen.has(name)) wrong.push(`${station.name}: the cache lacks ${name}`);
    const units = new Set(
      [...tables].flatMap(([name, row]) => (name.startsWith('unit ') ? [String(row['serial_raw'])] : [])),
    );
    const lacking = station.serials.filter((serial) => !units.has(serial));
    if (lacking.length > 0) wrong.push(`${station.name}: central has no unit for ${lacking.length} accepted serials`);
  }
  return wrong.slice(0, 20);
}

const wholeOf = (entity: Entity, row: AnyRow): AnyRow =>
  Object.fromEntries(columnsOf(entity).map(({ name }) => [name, row[name] ?? null]));
