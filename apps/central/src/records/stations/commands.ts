import { v7 as uuidv7 } from 'uuid';
import { CENTRAL_API } from '@serialbridge/protocol/central';
import { serve, type ServedCall } from '../../api/serve-call.ts';
import { createPairingCode, revokeStation } from '../../auth/pairing.ts';
import { assignScope } from '../../ledger/index.ts';
import { command, editedRow, refuseFaults } from '../command.ts';
import { unknownWarehouses } from '../warehouses/commands.ts';
import { STATION_QUERIES } from './queries.ts';

const createStation: ServedCall = serve(CENTRAL_API['stations.create'], async ({ central, who, body }) => {
  const { scope, ...fields } = body;
  const { tenant_id } = who;
  const station_id = uuidv7();
  await command(central, who, async (tx) => {
    refuseFaults(await unknownWarehouses(tx, [{ warehouse_id: fields.warehouse_id, field: 'warehouse_id' }]));
    tx.put('station', [{ station_id, ...fields, state: 'new' }]);
  });
  if (scope === 'warehouse') await assignScope(central.store, station_id, scope, { ...who, now: central.now() });
  return {
    station_id,
    ...(await createPairingCode(central.store, tenant_id, { ...who, station_id, now: central.now() })),
  };
});

const updateStation: ServedCall = serve(CENTRAL_API['stations.update'], async ({ central, who, params, body }) => {
  const { scope, revision, ...fields } = body;
  await command(central, who, async (tx) => {
    const station = await editedRow(tx, 'station', params.station_id, revision, 'station');
    refuseFaults(await unknownWarehouses(tx, [{ warehouse_id: fields.warehouse_id, field: 'warehouse_id' }]));
    tx.put('station', [{ ...station, ...fields }]);
  });
  if (scope !== undefined) await assignScope(central.store, params.station_id, scope, { ...who, now: central.now() });
  return {};
});

const newCode: ServedCall = serve(CENTRAL_API['stations.pairing_code'], async ({ central, who, params }) => {
  const { station_id } = params;
  return {
    station_id,
    ...(await createPairingCode(central.store, who.tenant_id, { ...who, station_id, now: central.now() })),
  };
});

const revoke: ServedCall = serve(CENTRAL_API['stations.revoke'], async ({ central, who, params, body }) => {
  const { expire_pins = false } = body;
  const { station_id } = params;
  await revokeStation(central.store, who.tenant_id, { ...who, station_id, now: central.now(), expire_pins });
  return {};
});

export const STATION_RECORD_CALLS = {
  ...STATION_QUERIES,
  'stations.create': createStation,
  'stations.update': updateStation,
  'stations.pairing_code': newCode,
  'stations.revoke': revoke,
};
