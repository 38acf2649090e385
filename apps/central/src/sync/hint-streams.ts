import type { ServerResponse } from 'node:http';
import type { HeadHint } from '@serialbridge/protocol';

/** When this much waits in a stream, its client does not read, and the stream is cut off. A hint has some 100 bytes. */
const MOST_WAITING_BYTES = 16 * 1024;
/** Proxies close what is silent for a minute. */
const KEEPALIVE_MS = 25_000;
const SWEEP_MS = 5000;
const TICK_MS = 50;
/** Between two hints on one stream while the head keeps moving. */
const SHORTEST_GAP_MS = 250;
const LONGEST_GAP_MS = 5000;
/** Hints a second over all streams, as far as the gaps allow. Each hint is answered by a pull. */
const HINTS_A_SECOND = 250;

export interface HintEvents {
  onSent(): void;
  /** A stream was cut off because nobody read it. */
  onCut(): void;
}

interface Stream {
  readonly raw: Pick<ServerResponse, 'write' | 'writableLength' | 'destroy'>;
  sent: string;
  sent_at: number;
  written_at: number;
}

interface AddedStream {
  /** Sends it the head it opens at, unless it was sent one. */
  readonly greet: (head: HeadHint) => void;
  readonly remove: () => void;
}

interface HintStreamsOptions {
  /** 1: as fast as the gaps allow; less while central has more urgent work. */
  readonly pace?: () => number;
  readonly now?: () => number;
  readonly random?: () => number;
}

/** How long the head's moves are gathered for each stream, by the number of streams there are. */
export const gapFor = (streams: number): number =>
  Math.min(LONGEST_GAP_MS, Math.max(SHORTEST_GAP_MS, (streams * 1000) / HINTS_A_SECOND));

const textOf = ({ epoch, version }: HeadHint): string => `event: head\ndata: ${JSON.stringify({ epoch, version })}\n\n`;

/**
 * The hint streams of one tenant. When the head moves, the streams get the newest head one after another, spread over the gap. So a thousand
 * stations do not pull in the same millisecond, nor at every push. A stream that was sent nothing for a whole gap gets its hint at the next tick,
 * so a few streams get it at once. `all` counts the streams of every tenant.
 */
export class HintStreams {
  readonly #streams: Stream[] = [];
  readonly #all: () => number;
  readonly #events: HintEvents;
  readonly #pace: () => number;
  readonly #now: () => number;
  readonly #random: () => number;
  #latest: HeadHint | null = null;
  #text = '';
  #at = 0;
  #owed = 0;
  #ticks: NodeJS.Timeout | null = null;
  readonly #sweep: NodeJS.Timeout;

  constructor(
    all: () => number,
    events: HintEvents,
    { pace = () => 1, now = () => performance.now(), random = Math.random }: HintStreamsOptions = {},
  ) {
    this.#all = all;
    this.#events = events;
    this.#pace = pace;
    this.#now = now;
    this.#random = random;
    this.#sweep = setInterval(() => this.#keepAlive(), SWEEP_MS);
    this.#sweep.unref();
  }

  get size(): number {
    return this.#streams.length;
  }

  add(raw: Stream['raw']): AddedStream {
    const stream: Stream = { raw, sent: '', sent_at: -Infinity, written_at: this.#now() };
    // The stream joins the round at a random point, so streams that opened together do not get their hints together.
    this.#streams.splice(Math.floor(this.#random() * (this.#streams.length + 1)), 0, stream);
    return {
      greet: (head) => {
        if (stream.sent === '') this.#send(stream, textOf(head));
      },
      remove: () => {
        const at = this.#streams.indexOf(stream);
        if (at === -1) return;
        this.#streams.splice(at, 1);
        if (at < this.#at) this.#at -= 1;
      },
    };
  }

  moved(head: HeadHint): void {
    const { epoch, version } = head;
    if (this.#latest?.epoch === epoch && version <= this.#latest.version) return;
    this.#latest = { epoch, version };
    this.#text = textOf(head);
    if (this.#ticks !== null) return;
    this.#ticks = setInterval(() => this.#tick(), TICK_MS);
    this.#owed = 1;
    this.#tick();
  }

  close(): void {
    clearInterval(this.#sweep);
    if (this.#ticks !== null) clearInterval(this.#ticks);
    this.#ticks = null;
  }

  /** Goes on in the round with as many streams as a tick's share of the gap allows; rests when every stream knows the newest head. */
  #tick(): void {
    const gap = gapFor(this.#all());
    const { length } = this.#streams;
    this.#owed = Math.min(length, this.#owed + ((length * TICK_MS) / gap) * this.#pace());
    const now = this.#now();
    let looked = 0;
    for (; looked < length && this.#owed >= 1; looked += 1) {
      const stream = this.#streams[this.#at % this.#streams.length];
      this.#at = (this.#at + 1) % Math.max(1, this.#streams.length);
      if (stream === undefined || stream.sent === this.#text || now - stream.sent_at < gap) continue;
      this.#owed -= 1;
      this.#send(stream, this.#text);
    }
    if (this.#streams.some(({ sent }) => sent !== this.#text)) return;
    if (this.#ticks !== null) clearInterval(this.#ticks);
    this.#ticks = null;
  }

  #send(stream: Stream, text: string): void {
    const now = this.#now();
    stream.sent = text;
    stream.sent_at = now;
    this.#write(stream, text, now);
    this.#events.onSent();
  }

  #write(stream: Stream, text: string, now: number): void {
    if (stream.raw.writableLength > MOST_WAITING_BYTES) {
      this.#events.onCut();
      // Its `close` takes it out.
      stream.raw.destroy();
      return;
    }
    stream.written_at = now;
    stream.raw.write(text);
  }

  #keepAlive(): void {
    const now = this.#now();
    for (const stream of this.#streams)
      if (now - stream.written_at >= KEEPALIVE_MS - SWEEP_MS) this.#write(stream, ': \n\n', now);
  }
}
