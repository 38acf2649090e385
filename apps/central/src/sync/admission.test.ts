import { describe, expect, test } from 'vitest';
import { Admission, type AdmissionLimits, type Slot, type RefusedFor } from './admission.ts';
import { Refusal } from '../refusal.ts';

const LIMITS: AdmissionLimits = {
  running_a_tenant: 1,
  running: 2,
  waiting_a_tenant: 4,
  waiting: 6,
  bytes: 1000,
  longest_wait_ms: 4000,
};

function setUp(limits: Partial<AdmissionLimits> = {}) {
  const clock = { now: 0, random: 0 };
  const refused: RefusedFor[] = [];
  const dropped = { count: 0 };
  const admission = new Admission(
    { onRefused: (why) => refused.push(why), onWaited: () => undefined, onDropped: () => (dropped.count += 1) },
    { limits: { ...LIMITS, ...limits }, now: () => clock.now, random: () => clock.random },
  );
  const began: string[] = [];
  const push = (name: string, tenant = 'a', bytes = 1): Slot => {
    const place = admission.enter(tenant, bytes);
    void place.begins().then((mine) => mine && began.push(name));
    return place;
  };
  const retryAfter = (tenant = 'a', bytes = 1): number => {
    try {
      admission.enter(tenant, bytes);
    } catch (error) {
      if (error instanceof Refusal && error.code === 'sync.overloaded') return error.retry_after ?? Number.NaN;
      throw error;
    }
    throw new Error('it was let in');
  };
  return { admission, clock, refused, dropped, began, push, retryAfter };
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('admission', () => {
  test('sync.overloaded: no more wait than the bound of a tenant, nor than the bound of all', async () => {
    const { admission, push, retryAfter, refused } = setUp();
    for (let at = 0; at < 5; at += 1) push(`a${at}`);
    await settled();
    expect([admission.running, admission.waiting]).toEqual([1, 4]);
    retryAfter('a');
    for (let at = 0; at < 3; at += 1) push(`b${at}`, 'b');
    expect([admission.running, admission.waiting]).toEqual([2, 6]);
    retryAfter('c');
    expect(refused).toEqual(['tenant-full', 'full']);
  });

  test('sync.overloaded: bytes are bounded for a tenant and for all, and given back', async () => {
    const { admission, push, retryAfter, refused } = setUp();
    const first = push('a', 'a', 400);
    await settled();
    retryAfter('a', 200);
    const others = [push('b', 'b', 400), push('c', 'c', 150)];
    retryAfter('d', 100);
    expect(refused).toEqual(['bytes', 'bytes']);
    for (const place of [first, ...others]) place.leave();
    await settled();
    expect([admission.bytes, admission.running, admission.waiting]).toEqual([0, 0, 0]);
    // A body at the limit of its size could never be sent otherwise.
    push('alone', 'a', 900);
  });

  test('a tenant with many waiting does not shut out another', async () => {
    const { began, push } = setUp({ running: 1 });
    const a = [0, 1, 2].map((at) => push(`a${at}`));
    const b = push('b0', 'b');
    await settled();
    a[0]?.leave();
    await settled();
    expect(began).toEqual(['a0', 'a1']);
    a[1]?.leave();
    await settled();
    b.leave();
    await settled();
    expect(began).toEqual(['a0', 'a1', 'b0', 'a2']);
  });

  test('sync.overloaded: the time to come back grows with those who wait and those sent away, and is spread', async () => {
    const { clock, push, retryAfter } = setUp({ waiting_a_tenant: 3 });
    const slow = push('slow');
    await settled();
    clock.now = 10_000;
    slow.leave();
    // A push has taken 10 s: a tenth of that counts.
    for (let at = 0; at < 4; at += 1) push(`a${at}`);
    await settled();
    const times = [0, 1, 2, 3].map(() => retryAfter());
    expect(times).toEqual(times.toSorted((x, y) => x - y));
    expect(new Set(times).size).toBe(4);
    clock.random = 0.999;
    expect(retryAfter()).toBeGreaterThan((times.at(-1) ?? 0) + 1);
    for (let at = 0; at < 100; at += 1) retryAfter();
    expect(retryAfter()).toBe(60);
  });

  test('sync.overloaded: nobody is let in who would wait too long', async () => {
    const { clock, push, retryAfter, refused } = setUp({ longest_wait_ms: 900 });
    const slow = push('slow');
    await settled();
    clock.now = 10_000;
    slow.leave();
    push('runs');
    push('waits');
    await settled();
    retryAfter();
    expect(refused).toEqual(['too-long']);
  });

  test('a push whose client is gone is dropped before it begins, one that has begun is not', async () => {
    const { admission, began, dropped, push } = setUp();
    const [first, second, third] = [push('1'), push('2'), push('3')];
    await settled();
    second.drop();
    first.drop();
    await settled();
    expect([began, admission.running, admission.waiting, dropped.count]).toEqual([['1'], 1, 1, 1]);
    first.leave();
    first.leave();
    await settled();
    expect([began, admission.running]).toEqual([['1', '3'], 1]);
    third.leave();
    const gone = admission.enter('a', 5);
    gone.drop();
    expect(await gone.begins()).toBe(false);
    expect([admission.running, admission.waiting, admission.bytes]).toEqual([0, 0, 0]);
  });
});
