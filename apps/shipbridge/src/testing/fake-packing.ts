import type { Feedback, Finding, LastScan, PackingState, StationState } from '@serialbridge/protocol/station';
import {
  FAKE_DEVICES,
  FAKE_OPTIONS,
  FAKE_RECEIVING,
  FAKE_STATION,
  fakeFeedback,
  FakeStation,
  fakeId,
} from '@serialbridge/ui/testing';
import { FAKE_ORDERS, PACKING_SCENES, type PackingScene } from './packing-states.ts';

const SHIP_STATION: StationState = {
  ...FAKE_STATION,
  app: 'shipbridge',
  station: {
    station_id: fakeId(1),
    name: 'Pack 2',
    kind: 'packing',
    warehouse_id: fakeId(2),
    warehouse_name: 'Back Store Room',
    central_fingerprint: '3f2a 91bc 0d4e 77a8',
  },
  devices: [
    { device_id: 'sim-scanner', kind: 'scanner', name: 'Zebra DS8178', state: 'open', detail: null, simulated: true },
    { device_id: 'sim-scale', kind: 'scale', name: 'Mettler PS60', state: 'open', detail: null, simulated: true },
  ],
  policy: {
    'packing.allow_multiple_quantity': true,
    'packing.manual_serial_needs_supervisor': true,
    'shipping.allow_manual_tracking': true,
  },
};

const at = (n: number, level: LastScan['level'], text: string, headline: Finding): LastScan => ({
  feedback_id: fakeId(300_000 + n),
  at: Date.UTC(2026, 10, 20, 9, 29, 40 - n * 7),
  level,
  text,
  headline,
  unit_id: null,
  undoable: level === 'accepted',
});

const SCANS: LastScan[] = [
  at(1, 'accepted', 'NW544CNQ3P1H', {
    code: 'packing.packed',
    params: { sku: 'RTR-AX5400', packed: 2, of: 3, box: 1 },
  }),
  at(2, 'refused', 'NW544CNQ1CFQ', {
    code: 'serial.duplicate-in-document',
    params: { serial: 'NW544CNQ1CFQ', where: 'box 1' },
  }),
  at(3, 'accepted', 'NW544CNQ1CFQ', {
    code: 'packing.packed',
    params: { sku: 'RTR-AX5400', packed: 1, of: 3, box: 1 },
  }),
  at(4, 'info', '612345001002', { code: 'packing.scan-serial', params: { sku: 'RTR-AX5400', packed: 0, of: 3 } }),
];

const REFUSED_TWICE: readonly Finding[] = [
  { code: 'serial.not-received', params: { serial: 'NW54ZZ00F1K9', sku: 'RTR-AX5400' } },
  { code: 'serial.near-duplicate', params: { serial: 'NW54ZZ00F1K9', other: 'NW54ZZ00F1K8' } },
];

/** Verdicts to be shown beside the scenes. */
export const VERDICTS = {
  accepted: (): Feedback =>
    fakeFeedback('accepted', 'NW544CNQ3P1H', {
      code: 'packing.packed',
      params: { sku: 'RTR-AX5400', packed: 2, of: 3, box: 1 },
    }),
  keepable: (): Feedback => ({
    ...fakeFeedback(
      'refused',
      'NW54ZZ00F1K9',
      REFUSED_TWICE[0] ?? { code: 'serial.not-received', params: {} },
      REFUSED_TWICE,
    ),
    override_token: 'token-serial',
  }),
  wrongItem: (): Feedback =>
    fakeFeedback('refused', '4006381333931', {
      code: 'packing.wrong-item',
      params: { code: '4006381333931', sku: 'CAM-X100-SLV' },
    }),
  complete: (): Feedback =>
    fakeFeedback('complete', '356920112042736', {
      code: 'packing.order-complete',
      params: { sku: 'PH-ORBIT9-128', packed: 2, of: 2, box: 2 },
    }),
  weightOff: (): Feedback => ({
    ...fakeFeedback('refused', null, {
      code: 'packing.weight-off',
      params: { box: 2, weight_g: 1820, expected_g: 1312, tolerance_g: 100 },
    }),
    override_token: 'token-weight',
  }),
  shipped: (): Feedback =>
    fakeFeedback('complete', null, {
      code: 'packing.shipped',
      params: { number: 'SO-88102', boxes: 2, carrier: 'UPS', service: 'Ground' },
    }),
} as const satisfies Record<string, () => Feedback>;

const said = (
  level: Feedback['level'],
  code: string,
  params: Finding['params'] = {},
): { readonly feedback: Feedback } => ({
  feedback: fakeFeedback(level, null, { code, params }),
});

/** A packing station in one scene. It answers what the screens ask and records it; it decides nothing. */
export function fakePackingStation(scene: PackingScene = 'list', policy: StationState['policy'] = {}): FakeStation {
  const { phase } = PACKING_SCENES[scene];
  const packing: PackingState = {
    ...PACKING_SCENES[scene],
    last_scans: phase === 'list' || scene === 'begun' ? [] : SCANS,
  };
  const fake = new FakeStation({
    station: { ...SHIP_STATION, policy: { ...SHIP_STATION.policy, ...policy } },
    receiving: FAKE_RECEIVING,
    packing,
    devices: FAKE_DEVICES,
  });

  fake.answer('packing.list_orders', (query) => {
    const rows = FAKE_ORDERS.filter(
      (row) =>
        (row.status === 'shipped') === (query.show === 'shipped') &&
        row.number.toLowerCase().includes(query.number.toLowerCase()) &&
        row.customer_name.toLowerCase().includes(query.keywords.toLowerCase()) &&
        (query.channel === null || row.channel === query.channel),
    );
    return {
      rows: rows.slice(query.offset, query.offset + query.limit),
      matching: rows.length,
      total: FAKE_ORDERS.length,
      channels: ['Amazon', 'Web shop', 'eBay'],
    };
  });
  fake.answer('packing.open_order', () => {
    fake.change('packing', PACKING_SCENES.begun);
    return {};
  });
  fake.answer('packing.leave', () => {
    fake.change('packing', PACKING_SCENES.list);
    return {};
  });
  fake.answer('packing.go_to', ({ phase: to }) => {
    fake.change('packing', to === 'check' ? PACKING_SCENES.complete : PACKING_SCENES[to]);
    return {};
  });
  fake.answer('packing.choose_line', ({ order_line_id }) => {
    fake.change('packing', { current_line_id: order_line_id });
    return {};
  });
  fake.answer('packing.list_rates', () => ({ rates: [] }));
  fake.answer('packing.pack_quantity', () =>
    said('accepted', 'packing.packed', { sku: 'CBL-USBC-2M', packed: 6, of: 6, box: 1 }),
  );
  fake.answer('packing.undo', () => said('info', 'packing.undone', { sku: 'RTR-AX5400' }));
  fake.answer('packing.remove_unit', () => said('info', 'packing.removed', { sku: 'RTR-AX5400' }));
  fake.answer('packing.keep_serial', () =>
    said('warning', 'packing.packed', { sku: 'RTR-AX5400', packed: 3, of: 3, box: 1 }),
  );
  fake.answer('packing.set_weight', ({ weight_g }) => said('accepted', 'packing.weighed', { box: 2, weight_g }));
  fake.answer('packing.read_scale', () => said('accepted', 'packing.weighed', { box: 2, weight_g: 1340 }));
  fake.answer('packing.ship', () => {
    fake.change('packing', PACKING_SCENES.done);
    return said('complete', 'packing.shipped', { number: 'SO-88102', boxes: 2 });
  });
  fake.answer('scan.submit', ({ text }) => ({ feedback: fakeFeedback('info', text, { code: 'scan.ok', params: {} }) }));
  fake.answer('station.list_options', () => ({ options: [...FAKE_OPTIONS] }));
  fake.answer('station.list_cases', () => ({ cases: [], overruled: [], names: {} }));
  fake.answer('station.find_unit', () => ({ units: [] }));
  return fake;
}
