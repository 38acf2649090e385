import { newCase } from '@serialbridge/core/ledger';
import type { CaseRow } from '@serialbridge/core/model';
import { BUILT_IN_ROLES } from '@serialbridge/core/rights';
import type {
  DevicesState,
  Feedback,
  Finding,
  PackingState,
  ReceivingState,
  StationState,
} from '@serialbridge/protocol/station';

/** A UUIDv7 of a small number, the same every time. */
export const fakeId = (n: number): string => `01900000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`;

/** The time of every fake: 2026-11-20 09:30 UTC. */
export const FAKE_NOW: number = Date.UTC(2026, 10, 20, 9, 30);

export const FAKE_STATION: StationState = {
  app: 'receivebridge',
  software: '0.1.0',
  station: {
    station_id: fakeId(1),
    name: 'Dock 3',
    kind: 'receiving',
    warehouse_id: fakeId(2),
    warehouse_name: 'Back Store Room',
    central_fingerprint: '3f2a 91bc 0d4e 77a8',
  },
  operator: {
    operator_id: fakeId(3),
    code: 'maria',
    name: 'Maria Lopez',
    role: 'operator',
    role_name: null,
    rights: [...BUILT_IN_ROLES.operator],
  },
  badge_alone_signs_in: false,
  sync: {
    state: 'online',
    central_url: 'https://central.example.com',
    last_contact_at: FAKE_NOW,
    backlog: 0,
    oldest_unsent_at: null,
    refused: false,
    cache_version: 4211,
    cache_fresh_at: null,
    pull: null,
    problem: null,
  },
  devices: [
    {
      device_id: 'sim-scanner',
      kind: 'scanner',
      name: 'Honeywell 1950g',
      state: 'open',
      detail: null,
      simulated: true,
    },
  ],
  open_cases: 0,
  notices: [],
  ops_synchronous: 2,
  policy: { 'receiving.show_on_hand': true, 'station.recognize_scanner': true, 'receiving.auto_enter': true },
  policy_version: 7,
  lists_version: 0,
};

/** Who sets devices up and decides cases. */
export const FAKE_SUPERVISOR: NonNullable<StationState['operator']> = {
  operator_id: fakeId(4),
  code: 'dana',
  name: 'Dana Whitlock',
  role: 'supervisor',
  role_name: null,
  rights: [...BUILT_IN_ROLES.supervisor],
};

export const FAKE_RECEIVING: ReceivingState = {
  phase: 'list',
  session: null,
  lines: [],
  current_line_id: null,
  blockers: [],
  last_scans: [],
  can_undo: false,
};

export const FAKE_PACKING: PackingState = {
  phase: 'list',
  order: null,
  lines: [],
  current_line_id: null,
  packages: [],
  current_package_id: null,
  blockers: [],
  rates: [],
  last_scans: [],
  can_undo: false,
};

const fact = (n: number, type: string, station: number): CaseRow['facts'][number] => ({
  event_id: fakeId(600 + n),
  type,
  station_id: fakeId(station),
  operator_id: fakeId(3),
  captured_at: FAKE_NOW - n * 3_600_000,
  unit_id: fakeId(9),
  serial_raw: 'SN100001',
  product_id: fakeId(201),
  document_kind: 'purchase_order',
  document_id: fakeId(1000),
});

/** One unit received at two docks. */
export const FAKE_CASE: CaseRow = newCase({
  case_id: fakeId(60),
  rule: 'case.received-twice',
  opened_at: FAKE_NOW,
  unit_ids: [fakeId(9)],
  facts: [fact(1, 'receipt-saved', 1), fact(2, 'receipt-saved', 4)],
});

let made = 1_000_000;

/** A verdict. `findings` beside the headline. */
export function fakeFeedback(
  level: Feedback['level'],
  text: string | null,
  headline: Finding,
  findings: readonly Finding[] = [],
): Feedback {
  made += 1;
  return {
    feedback_id: fakeId(made),
    at: Date.now(),
    level,
    text,
    headline,
    findings: [...findings],
    override_token: null,
  };
}

export const FAKE_DEVICES: DevicesState = {
  devices: [],
  attached: [],
  problems: [],
  traces: [],
  last_scan: null,
  testing: [],
  listening: null,
  probing: null,
};
