import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { Admission, AdmissionEvents } from './admission.ts';
import type { HintEvents } from './hint-streams.ts';
import type { FeedTailEvents } from './feed-tail.ts';
import type { WaitingLine } from './waiting-line.ts';

/** What the figures of waiting are read from when they are asked for. */
interface Watched {
  readonly admission: Admission;
  readonly lines: Readonly<Record<string, WaitingLine>>;
  readonly streams: () => number;
}

export interface SyncMetrics {
  readonly admission: AdmissionEvents;
  readonly hints: HintEvents;
  readonly feed: FeedTailEvents;
  watch(watched: Watched): void;
}

/** How the stations' calls do: who waits, who is sent away, who listens. */
export function syncMetrics(registry: Registry): SyncMetrics {
  const registers = [registry];
  const refused = new Counter({
    name: 'serialbridge_push_refused_total',
    help: 'Pushes sent away because too much waited (sync.overloaded)',
    labelNames: ['why'] as const,
    registers,
  });
  const waited = new Histogram({
    name: 'serialbridge_push_wait_seconds',
    help: 'Time that a push waited before it began',
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 1, 2, 5, 10],
    registers,
  });
  const counter = (name: string, help: string): Counter => new Counter({ name, help, registers });
  const dropped = counter('serialbridge_push_dropped_total', 'Pushes whose client went away before they began');
  const sent = counter('serialbridge_hints_total', 'Hints sent');
  const cut = counter('serialbridge_hint_streams_cut_total', 'Hint streams cut off because nobody read them');
  const pages = new Counter({
    name: 'serialbridge_feed_pages_total',
    help: 'Pages of the feed, by where they came from',
    labelNames: ['source'] as const,
    registers,
  });
  return {
    admission: {
      onRefused: (why) => refused.inc({ why }),
      onWaited: (ms) => waited.observe(ms / 1000),
      onDropped: () => dropped.inc(),
    },
    hints: { onSent: () => sent.inc(), onCut: () => cut.inc() },
    feed: { onPage: (source) => pages.inc({ source }) },
    watch: ({ admission, lines, streams }) => {
      const gauge = (name: string, help: string, read: () => number): void => {
        // Registers itself.
        void new Gauge({
          name,
          help,
          registers,
          collect() {
            this.set(read());
          },
        });
      };
      gauge('serialbridge_push_running', 'Pushes that hold a connection', () => admission.running);
      gauge('serialbridge_push_waiting', 'Pushes that wait to begin', () => admission.waiting);
      gauge('serialbridge_push_bytes', 'Bytes of pushes in memory', () => admission.bytes);
      gauge('serialbridge_hint_streams', 'Hint streams that are open', streams);
      void new Gauge({
        name: 'serialbridge_sync_waiting',
        help: 'Other calls of stations that wait, by kind',
        labelNames: ['kind'],
        registers,
        collect() {
          for (const [kind, lane] of Object.entries(lines)) this.set({ kind }, lane.waiting);
        },
      });
    },
  };
}
