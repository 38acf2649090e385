import type { UnitDetail, UnitHistoryEntry, UnitListRow } from '@serialbridge/protocol/central';
import { FAKE_ID, NOW } from './fake-data.ts';

const HOUR = 3_600_000;
const dock = { id: FAKE_ID.station(0), name: 'Dock 1' };
const table = { id: FAKE_ID.station(1), name: 'Table 1' };
const table2 = { id: FAKE_ID.station(2), name: 'Table 2' };
const nj1 = { id: FAKE_ID.warehouse(0), name: 'NJ1' };
const ida = { id: FAKE_ID.operator(2), name: 'Ida Brandt' };
const sam = { id: FAKE_ID.operator(1), name: 'Sam Ortiz' };

function entry(n: number, ago: number, part: Partial<UnitHistoryEntry>): UnitHistoryEntry {
  const captured_at = NOW - ago * HOUR;
  return {
    event_id: FAKE_ID.event(100 + n),
    type: 'receipt-saved',
    captured_at,
    captured_at_central: captured_at + 700,
    clock_offset_ms: 700,
    received_at: captured_at + 2600,
    clock_wrong: false,
    station: dock,
    operator: ida,
    approved_by: null,
    outcome: 'accepted',
    state_before: null,
    state_after: null,
    warehouse_before: null,
    warehouse_after: null,
    documents: [],
    case_ids: [],
    details: [],
    ...part,
  };
}

/** A life with everything a reader must cope with: an override, an offline station with a wrong clock, a contradiction, a return. */
export function fakeUnitDetail(unit: UnitListRow): UnitDetail {
  const po = { kind: 'purchase_order', id: unit.purchase_order_id ?? FAKE_ID.po(0), number: unit.po_number } as const;
  const session = { kind: 'receiving_session', id: FAKE_ID.session(1), number: null } as const;
  const first = { kind: 'order', id: FAKE_ID.order(2), number: '500122' } as const;
  const second = { kind: 'order', id: FAKE_ID.order(3), number: '500123' } as const;
  const both = { state_before: 'in_stock', warehouse_before: nj1, warehouse_after: nj1 } as const;
  const history: UnitHistoryEntry[] = [
    entry(0, 212, {
      type: 'receipt-line-counted',
      documents: [session],
      details: [
        { name: 'serial_raw', value: unit.serial_raw },
        { name: 'warnings', value: 'serial.near-duplicate' },
      ],
    }),
    entry(1, 211.6, { state_after: 'in_stock', warehouse_after: nj1, documents: [po, session] }),
    entry(2, 160, {
      type: 'unit-moved',
      ...both,
      state_after: 'in_stock',
      details: [{ name: 'bin', value: 'A-07-2' }],
    }),
    entry(3, 5.2, {
      ...both,
      type: 'unit-packed',
      state_after: 'packed',
      station: table,
      operator: sam,
      documents: [first],
      details: [{ name: 'serial_raw', value: unit.serial_raw }],
    }),
    entry(4, 5, {
      type: 'order-shipped',
      state_before: 'packed',
      state_after: 'shipped',
      warehouse_before: nj1,
      station: table,
      operator: sam,
      documents: [first],
      details: [
        { name: 'carrier', value: 'UPS' },
        { name: 'tracking_number', value: '1Z999AA10123456784' },
      ],
    }),
    entry(5, 4.1, {
      type: 'unit-packed',
      state_before: 'shipped',
      state_after: 'shipped',
      station: table2,
      documents: [second],
      outcome: 'accepted-with-case',
      case_ids: [FAKE_ID.case(1)],
      captured_at_central: NOW - 4.1 * HOUR - 42_000,
      clock_offset_ms: -42_000,
      clock_wrong: true,
      received_at: NOW - 2 * HOUR,
      approved_by: { id: FAKE_ID.operator(0), name: 'Ruth Adler' },
      details: [
        { name: 'override_rules', value: 'serial.not-in-stock' },
        { name: 'override_reason', value: 'It is here in my hand; the list must be old.' },
      ],
    }),
    entry(6, 4, {
      type: 'order-shipped',
      state_before: 'shipped',
      state_after: 'shipped',
      station: table2,
      documents: [second],
      outcome: 'accepted-with-case',
      case_ids: [FAKE_ID.case(1)],
      captured_at_central: NOW - 4 * HOUR - 42_000,
      clock_offset_ms: -42_000,
      received_at: NOW - 2 * HOUR,
      details: [{ name: 'tracking_number', value: '1Z999AA10198765432' }],
    }),
  ];
  return {
    unit,
    identifiers: [
      {
        unit_identifier_id: FAKE_ID.line(900),
        unit_id: unit.unit_id,
        kind: 'imei',
        value_raw: '356938035643809',
        value_norm: '356938035643809',
        held_from: null,
        held_until: null,
      },
    ],
    history,
    cases: unit.disputed
      ? [{ case_id: FAKE_ID.case(1), rule: 'case.shipped-twice', state: 'open', opened_at: NOW - 2 * HOUR }]
      : [],
  };
}
