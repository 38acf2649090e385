import type { OutboxImport } from '@serialbridge/protocol/central';
import { readOutboxFile } from '@serialbridge/protocol/sync';
import { FAKE_ID, NOW } from './fake-data.ts';
import { FakeRefusal, type FakeCentral } from './fake-port.ts';

/** Takes a file apart as central does; what needs a key or a ledger it does not look at. */
export async function fakeOutboxImport({ data }: FakeCentral, url: URL, body: unknown): Promise<OutboxImport> {
  const { file, faults } = readOutboxFile(body instanceof Blob ? await body.text() : String(body));
  const [first] = faults;
  if (first !== undefined) {
    const errors = faults.map(({ code, message, where }) => ({ code, message, where, params: {} }));
    throw new FakeRefusal(first.code, 422, errors, null, first.message);
  }
  const done: OutboxImport = {
    outbox_import_id: FAKE_ID.event(900 + data.outbox_imports.length),
    station_id: file?.header.station_id ?? '',
    station_name: file?.header.station_name ?? '',
    imported_by: 'Ruth Adler',
    imported_at: NOW,
    file_name: url.searchParams.get('file_name') ?? '',
    exported_at: file?.header.exported_at ?? NOW,
    events: file?.header.events ?? 0,
    events_new: file?.header.events ?? 0,
    events_known: 0,
    events_held: 0,
    cases: 0,
  };
  data.outbox_imports.unshift(done);
  return done;
}
