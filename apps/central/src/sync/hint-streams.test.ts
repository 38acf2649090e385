import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { gapFor, HintStreams } from './hint-streams.ts';

const EPOCH = '00000000-0000-7000-8000-000000000001';
const versionsIn = (text: string): number[] =>
  [...text.matchAll(/"version":(\d+)/gu)].map(([, found]) => Number(found));

class Client {
  text = '';
  writableLength = 0;
  destroyed = false;
  readonly at: number[] = [];
  write(text: string): boolean {
    this.text += text;
    this.at.push(performance.now());
    return true;
  }
  destroy(): this {
    this.destroyed = true;
    return this;
  }
  get versions(): number[] {
    return versionsIn(this.text);
  }
}

function open(count: number, pace = 1) {
  const seen = { sent: 0, cut: 0 };
  const clients = Array.from({ length: count }, () => new Client());
  const streams = new HintStreams(
    () => count,
    { onSent: () => (seen.sent += 1), onCut: () => (seen.cut += 1) },
    { pace: () => pace },
  );
  const added = clients.map((client) => streams.add(client as never));
  return { seen, clients, streams, added };
}

describe('hint streams', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  test('a lone stream is sent the head at once, and of the newest head only while it keeps moving', () => {
    const { clients, streams } = open(1);
    for (let version = 1; version <= 100; version += 1) {
      streams.moved({ epoch: EPOCH, version });
      vi.advanceTimersByTime(10);
    }
    vi.advanceTimersByTime(1000);
    const [client] = clients;
    expect(client?.versions[0]).toBe(1);
    expect(client?.versions.at(-1)).toBe(100);
    // A second of moves, one hint a gap.
    expect(client?.versions.length).toBeLessThanOrEqual(1000 / gapFor(1) + 2);
    streams.close();
  });

  test('a thousand streams are sent it one after another over the gap, each once, in an order that is not that of their coming', () => {
    const { clients, streams } = open(1000);
    streams.moved({ epoch: EPOCH, version: 7 });
    const gap = gapFor(1000);
    const sentBy = (ms: number): number => {
      vi.advanceTimersByTime(ms);
      return clients.filter(({ versions }) => versions.length > 0).length;
    };
    expect(sentBy(50)).toBeLessThan(50);
    const half = sentBy(gap / 2 - 50);
    expect(half).toBeGreaterThan(400);
    expect(half).toBeLessThan(600);
    expect(sentBy(gap / 2 + 100)).toBe(1000);
    expect(clients.every(({ versions }) => versions.length === 1)).toBe(true);
    const times = clients.map(({ at }) => at[0] ?? 0);
    expect(times).not.toEqual(times.toSorted((a, b) => a - b));
    streams.close();
  });

  test('while pushes wait the round takes longer, and still reaches everybody', () => {
    const { clients, streams } = open(1000, 0.25);
    streams.moved({ epoch: EPOCH, version: 7 });
    const sent = (): number => clients.filter(({ versions }) => versions.length > 0).length;
    vi.advanceTimersByTime(gapFor(1000));
    expect(sent()).toBeLessThan(300);
    vi.advanceTimersByTime(gapFor(1000) * 3 + 200);
    expect(sent()).toBe(1000);
    streams.close();
  });

  test('every stream learns of the last head, whoever comes and goes meanwhile', () => {
    const { clients, streams, added } = open(50);
    for (let version = 1; version <= 20; version += 1) {
      streams.moved({ epoch: EPOCH, version });
      vi.advanceTimersByTime(30);
      added[version]?.remove();
    }
    vi.advanceTimersByTime(2000);
    const left = clients.filter((_, at) => at === 0 || at > 20);
    expect(left.map(({ versions }) => versions.at(-1))).toEqual(left.map(() => 20));
    expect(vi.getTimerCount()).toBe(1);
    streams.close();
    expect(vi.getTimerCount()).toBe(0);
  });

  test('a stream that nobody reads is cut off instead of filling memory', () => {
    const { seen, clients, streams } = open(2);
    const [slow] = clients;
    if (slow !== undefined) slow.writableLength = 20_000;
    streams.moved({ epoch: EPOCH, version: 1 });
    vi.advanceTimersByTime(1000);
    expect(clients.map(({ destroyed }) => destroyed)).toEqual([true, false]);
    expect([slow?.text, seen.cut]).toEqual(['', 1]);
    streams.close();
  });

  test('a quiet stream is kept open', () => {
    const { clients, streams } = open(1);
    vi.advanceTimersByTime(60_000);
    expect(clients[0]?.text).toMatch(/^(?:: \n\n){2,3}$/u);
    streams.close();
  });
});
