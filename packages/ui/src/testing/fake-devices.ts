import type { DevicesState } from '@serialbridge/protocol/station';
import { FAKE_DOCK, FAKE_LISTENING, FAKE_PROBING, FAKE_PROFILES } from './fake-dock.ts';
import { FAKE_PACKING, FAKE_RECEIVING, FAKE_STATION, FAKE_SUPERVISOR, fakeFeedback, fakeId } from './fake-states.ts';
import { FakeStation } from './fake-station.ts';

const LABEL = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 57 32"><rect width="57" height="32" fill="#fff"/><g fill="#000">${Array.from(
  { length: 24 },
  (_, n) => `<rect x="${4 + n * 2}" y="13" width="${n % 3 === 0 ? 1.3 : 0.7}" height="11"/>`,
).join(
  '',
)}<text x="4" y="9" font-size="5" font-family="sans-serif">Cordless Drill 18V</text><text x="4" y="29" font-size="4" font-family="monospace">SN100001</text></g></svg>`;

/** A station with a dock full of devices, which answers the methods of the device screen well. */
export function fakeDeviceStation(change: Partial<DevicesState> = {}): FakeStation {
  const station = {
    ...FAKE_STATION,
    operator: FAKE_SUPERVISOR,
    devices: FAKE_DOCK.devices.map(({ device_id, kind, name, state, detail, simulated }) => ({
      device_id,
      kind,
      name,
      state,
      detail,
      simulated,
    })),
  };
  const devices = { ...FAKE_DOCK, ...change };
  const fake = new FakeStation({ station, receiving: FAKE_RECEIVING, packing: FAKE_PACKING, devices });
  fake.answer('devices.list_profiles', () => ({ profiles: [...FAKE_PROFILES] }));
  fake.answer('devices.test_scale', ({ device_id: id, on }) => {
    const others = fake.state('devices').testing.filter((one) => one !== id);
    fake.change('devices', { testing: on ? [...others, id] : others });
    return {};
  });
  fake.answer('devices.listen', ({ link }) => {
    fake.change('devices', { listening: link === null ? null : FAKE_LISTENING });
    return {};
  });
  fake.answer('devices.learn_scanner', () => ({
    prefix: '',
    suffix: '',
    aim_id: ']C0',
    framer: 'cr',
    warnings: [],
  }));
  fake.answer('devices.probe_scale', ({ link }) => {
    fake.change('devices', { probing: link === null ? null : FAKE_PROBING });
    return {};
  });
  fake.answer('devices.preview_label', () => ({ svg: LABEL, zpl: '^XA^XZ', width_mm: 57, height_mm: 32 }));
  fake.answer('station.find_unit', ({ serial }) => ({
    units: !/^SN\d+$/u.test(serial)
      ? []
      : [
          {
            unit_id: fakeId(9),
            serial_raw: serial,
            sku: 'DRILL-18V',
            product_name: 'Cordless Drill 18V',
            state: 'in_stock',
            disputed: false,
            warehouse_name: 'Back Store Room',
            bin_code: 'A-01',
            po_number: 'PO-2041',
            order_number: null,
          },
        ],
  }));
  fake.answer('scan.submit', ({ text }) => ({
    feedback: fakeFeedback('info', text, { code: 'receiving.no-session', params: {} }),
  }));
  return fake;
}
