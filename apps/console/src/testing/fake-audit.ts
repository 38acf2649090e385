import type { AuditListRow } from '@serialbridge/protocol/central';
import { FAKE_ID, NOW } from './fake-data.ts';

/** Two entries that always are the same: a price, and a sign-in by a program. */
export const FAKE_AUDIT: readonly AuditListRow[] = [
  {
    audit_entry_id: FAKE_ID.event(801),
    at: NOW - 60_000,
    person: { id: FAKE_ID.operator(1), name: 'Ruth Adler' },
    by: null,
    address: '10.0.0.7',
    kind: 'record-changed',
    entity: 'po_line',
    record_key: FAKE_ID.event(802),
    subject_id: FAKE_ID.event(803),
    label: 'PO-7 · #1 · AC-2201',
    changes: [{ field: 'unit_price_cents', from: 1290, to: 1490 }],
    import_id: null,
    details: {},
  },
  {
    audit_entry_id: FAKE_ID.event(804),
    at: NOW - 120_000,
    person: null,
    by: 'dock-pc',
    address: '10.0.0.8',
    kind: 'station-paired',
    entity: 'station',
    record_key: FAKE_ID.event(805),
    subject_id: FAKE_ID.event(805),
    label: 'Dock 7',
    changes: [],
    import_id: null,
    details: { computer_name: 'dock-pc' },
  },
];
