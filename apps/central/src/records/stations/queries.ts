import { revisionOf } from '@serialbridge/core/model';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { centralIdentity } from '../../auth/central-identity.ts';
import { peopleOn } from '../../auth/operator-secrets.ts';

/** Stations say hello far more often; two minutes of silence is more than a slow network. */
const ONLINE_MS = 2 * 60 * 1000;

const listStations: ServedCall = serve(CENTRAL_API['stations.list'], async ({ central, who }) => {
  const { fingerprint } = await centralIdentity(central.store);
  return central.store.read(async ({ db }) => {
    const now = central.now();
    const rows = await db
      .selectFrom('station')
      .leftJoin('station_contact', (join) =>
        join
          .onRef('station_contact.tenant_id', '=', 'station.tenant_id')
          .onRef('station_contact.station_id', '=', 'station.station_id'),
      )
      .leftJoin('station_credential', (join) =>
        join
          .onRef('station_credential.tenant_id', '=', 'station.tenant_id')
          .onRef('station_credential.station_id', '=', 'station.station_id'),
      )
      .leftJoin('station_comparison', (join) =>
        join
          .onRef('station_comparison.tenant_id', '=', 'station.tenant_id')
          .onRef('station_comparison.station_id', '=', 'station.station_id'),
      )
      .leftJoin('station_scope', (join) =>
        join
          .onRef('station_scope.tenant_id', '=', 'station.tenant_id')
          .onRef('station_scope.station_id', '=', 'station.station_id'),
      )
      .leftJoin('warehouse', (join) =>
        join
          .onRef('warehouse.tenant_id', '=', 'station.tenant_id')
          .onRef('warehouse.warehouse_id', '=', 'station.warehouse_id'),
      )
      .select([
        'station.station_id',
        'station.name',
        'station.kind',
        'station.warehouse_id',
        'station.state',
        'warehouse.code as warehouse_code',
      ])
      .select([
        'station_contact.last_seen_at',
        'station_contact.software',
        'station_contact.backlog',
        'station_contact.cache_version',
        'station_contact.clock_offset_ms',
        'station_credential.computer_name',
        'station_comparison.asked_at',
        'station_comparison.compared_at',
        'station_comparison.ranges_differed',
        'station_comparison.rows_repaired',
        'station_comparison.total_repaired',
        'station_scope.scope',
      ])
      .where('station.tenant_id', '=', who.tenant_id)
      .orderBy('station.name')
      .execute();
    const codes = await db
      .selectFrom('pairing_code')
      .select(['station_id', 'expires_at'])
      .where('tenant_id', '=', who.tenant_id)
      .where('used_at', 'is', null)
      .where('expires_at', '>', now)
      .execute();
    const expires = new Map(codes.map((code) => [code.station_id, code.expires_at]));
    const head = await db
      .selectFrom('tenant_head')
      .select('version')
      .where('tenant_id', '=', who.tenant_id)
      .executeTakeFirstOrThrow();
    return {
      now,
      version: head.version,
      central_fingerprint: fingerprint,
      rows: rows.map(({ asked_at, compared_at, ranges_differed, rows_repaired, total_repaired, scope, ...listed }) => {
        const { warehouse_code, backlog, last_seen_at, ...row } = listed;
        return {
          ...row,
          revision: revisionOf('station', row),
          warehouse_code: warehouse_code ?? '',
          backlog: backlog ?? 0,
          last_seen_at,
          online: last_seen_at !== null && last_seen_at + ONLINE_MS > now && row.state === 'paired',
          pairing_expires_at: expires.get(row.station_id) ?? null,
          scope: scope ?? 'tenant',
          comparison:
            compared_at === null
              ? null
              : {
                  compared_at,
                  ranges_differed: ranges_differed ?? 0,
                  rows_repaired: rows_repaired ?? 0,
                  total_repaired: total_repaired ?? 0,
                },
          comparison_asked: asked_at !== null && (compared_at ?? -1) < asked_at,
        };
      }),
    };
  });
});

const pinsOn: ServedCall = serve(CENTRAL_API['stations.pins_on'], async ({ central, who, params }) => {
  const people = await peopleOn(central.store.db, who.tenant_id, params.station_id);
  return { people: people.map(({ operator_id, code, name, role }) => ({ operator_id, code, name, role })) };
});

export const STATION_QUERIES = { 'stations.list': listStations, 'stations.pins_on': pinsOn };
