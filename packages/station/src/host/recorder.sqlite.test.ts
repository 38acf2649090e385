import { EVENT_TYPES, type EventDraft } from '@serialbridge/core/events';
import { addStock, requestOf } from '@serialbridge/testing/cache/store-fixture';
import { store, storeForEachTest } from '@serialbridge/testing/cache/store-of-test';
import { expect, test } from 'vitest';
import { recorder } from './recorder.ts';

storeForEachTest();

const logged: string[] = [];
const note = (_: object, message: string): void => void logged.push(message);

function testRecorder(): ReturnType<typeof recorder> {
  const { station_id } = requestOf(store, []);
  return recorder({
    store,
    clock: { now: () => 1_700_000_000_000, newId: () => crypto.randomUUID() },
    log: { debug: note, info: note, warn: note, error: note },
    pairing: { identity: () => null, station: () => ({ station_id }) as never },
    operators: { current: () => null } as never,
    policy: { version: () => 0 } as never,
    clockOffsetMs: () => null,
    onRecorded: () => undefined,
    onPolicyChanged: () => undefined,
  });
}

test.each(EVENT_TYPES)(
  'ops.event-invalid: %s without its form is refused before anything is recorded, and is in the log',
  (type) => {
    logged.length = 0;
    const record = testRecorder();
    const append = (): unknown => record.append([addStock(1), { type, body: {} } as unknown as EventDraft]);
    expect(append).toThrow(
      expect.objectContaining({
        faults: [expect.objectContaining({ code: 'ops.event-invalid', params: expect.objectContaining({ type }) })],
      }),
    );
    expect(logged).toContain('events could not be recorded');
    expect(store.log.head().seq).toBe(0);
  },
);
