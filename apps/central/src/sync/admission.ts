import { Refusal } from '../refusal.ts';

export interface AdmissionLimits {
  /** Pushes of one tenant that hold a database connection: one at its turn, one behind it that begins the moment the turn is free. */
  readonly running_a_tenant: number;
  /** Over all tenants; the rest of the connections are for everybody else. */
  readonly running: number;
  readonly waiting_a_tenant: number;
  readonly waiting: number;
  /** Bodies in memory, of those that run and those that wait; one tenant may take half. */
  readonly bytes: number;
  /** Nobody is let in who would wait longer, as far as the last pushes tell: a station gives up after 30 s. */
  readonly longest_wait_ms: number;
}

const ADMISSION_LIMITS: AdmissionLimits = {
  running_a_tenant: 2,
  running: 5,
  waiting_a_tenant: 200,
  waiting: 400,
  bytes: 64 * 1024 * 1024,
  longest_wait_ms: 4000,
};

const SHORTEST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** How far one push moves the estimate of what a push takes. */
const WEIGHT = 0.1;
const FIRST_GUESS_MS = 20;

export type RefusedFor = 'tenant-full' | 'full' | 'bytes' | 'too-long';

export interface AdmissionEvents {
  onRefused(why: RefusedFor): void;
  onWaited(ms: number): void;
  /** Its client went away before it began. */
  onDropped(): void;
}

interface Waiter {
  readonly begin: () => void;
  readonly give: (mine: boolean) => void;
}

interface Line {
  running: number;
  /** Let in, and not running: on their way in or in `waiters`. */
  waiting: number;
  bytes: number;
  /** How long the turn is taken by one push, smoothed. */
  took_ms: number;
  /** Until when the turns are spoken for, those that were sent away and told when to come back included. */
  spoken_for: number;
  readonly waiters: Waiter[];
}

/** A place in the line of pushes. Always `leave()` it; leaving twice does nothing. */
export interface Place {
  /** Resolves when it is this push's turn; false: it left before that. */
  readonly turn: () => Promise<boolean>;
  /** The push is over; if it never began it is dropped. */
  readonly leave: () => void;
  /** The client is gone: leaves unless the push has begun, which goes on to its end. */
  readonly drop: () => void;
}

/**
 * Who may push now, who waits and who is sent away. Writing is one turn per tenant (decisions/0007), so that more at once would only hold
 * connections and memory. Tenants take turns, so that one with a thousand stations does not shut out one with three. `now` in milliseconds, `random` in [0, 1).
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #events: AdmissionEvents;
  readonly #lines: Map<string, Line> = new Map();
  /** Those that somebody waits in, in the order in which they get their next turn. */
  readonly #queue: Set<Line> = new Set();
  #running = 0;
  #waiting = 0;
  #bytes = 0;

  constructor(
    events: AdmissionEvents,
    {
      limits = ADMISSION_LIMITS,
      now = () => performance.now(),
      random = Math.random,
    }: {
      readonly limits?: AdmissionLimits;
      readonly now?: () => number;
      readonly random?: () => number;
    } = {},
  ) {
    this.#events = events;
    this.#limits = limits;
    this.#now = now;
    this.#random = random;
  }

  get running(): number {
    return this.#running;
  }
  get waiting(): number {
    return this.#waiting;
  }
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * A place for a push whose body has so many bytes, before the body is read.
   * @throws Refusal `sync.overloaded` with the seconds after which there should be room
   */
  enter(tenant_id: string, bytes: number): Place {
    const line = this.#lineOf(tenant_id);
    const why = this.#refuses(line, bytes);
    if (why !== null) {
      this.#events.onRefused(why);
      throw new Refusal('sync.overloaded', { retry_after: this.#comeBackAfter(line) });
    }
    line.waiting += 1;
    line.bytes += bytes;
    this.#waiting += 1;
    this.#bytes += bytes;
    return this.#place(line, bytes);
  }

  #place(line: Line, bytes: number): Place {
    let state: 'entered' | 'waiting' | 'running' | 'left' = 'entered';
    let waiter: Waiter | null = null;
    let began = 0;
    const leave = (): void => {
      if (state === 'left') return;
      const was = state;
      state = 'left';
      line.bytes -= bytes;
      this.#bytes -= bytes;
      if (was === 'running') {
        line.running -= 1;
        this.#running -= 1;
        // With two at once each waits for the other: the turn itself is taken half as long.
        const took = (this.#now() - began) / (line.running + 1);
        line.took_ms += (took - line.took_ms) * WEIGHT;
      } else {
        line.waiting -= 1;
        this.#waiting -= 1;
        this.#events.onDropped();
        if (waiter !== null) {
          line.waiters.splice(line.waiters.indexOf(waiter), 1);
          if (line.waiters.length === 0) this.#queue.delete(line);
          waiter.give(false);
        }
      }
      this.#next();
    };
    return {
      leave,
      drop: () => {
        if (state !== 'running') leave();
      },
      turn: () => {
        if (state !== 'entered') return Promise.resolve(false);
        return new Promise((resolve) => {
          state = 'waiting';
          const since = this.#now();
          waiter = {
            give: resolve,
            begin: () => {
              state = 'running';
              waiter = null;
              began = this.#now();
              line.waiting -= 1;
              line.running += 1;
              this.#waiting -= 1;
              this.#running += 1;
              this.#events.onWaited(began - since);
              resolve(true);
            },
          };
          line.waiters.push(waiter);
          this.#queue.add(line);
          this.#next();
        });
      },
    };
  }

  /** Begins whatever may begin; a tenant that got a turn goes to the end of the line of tenants. */
  #next(): void {
    const { running, running_a_tenant } = this.#limits;
    while (this.#running < running) {
      const line = [...this.#queue].find((one) => one.running < running_a_tenant);
      if (line === undefined) return;
      const first = line.waiters.shift();
      this.#queue.delete(line);
      if (line.waiters.length > 0) this.#queue.add(line);
      first?.begin();
    }
  }

  #refuses(line: Line, bytes: number): RefusedFor | null {
    const limits = this.#limits;
    if (line.waiting >= limits.waiting_a_tenant) return 'tenant-full';
    if (this.#waiting >= limits.waiting) return 'full';
    // One alone is always let in, or a push at the limit of its size could never be sent.
    if (line.bytes > 0 && line.bytes + bytes > limits.bytes / 2) return 'bytes';
    if (this.#bytes > 0 && this.#bytes + bytes > limits.bytes) return 'bytes';
    if (line.waiting * line.took_ms > limits.longest_wait_ms) return 'too-long';
    return null;
  }

  /**
   * Seconds: everybody who is sent away gets a time of his own behind those who wait and those who were sent away before, so that they do
   * not come back together; up to a quarter more by chance.
   */
  #comeBackAfter(line: Line): number {
    const now = this.#now();
    line.spoken_for = Math.max(line.spoken_for, now + line.waiting * line.took_ms) + line.took_ms;
    const wait = Math.max(SHORTEST_RETRY_MS, line.spoken_for - now) * (1 + this.#random() / 4);
    return Math.ceil(Math.min(LONGEST_RETRY_MS, wait) / 1000);
  }

  #lineOf(tenant_id: string): Line {
    const found = this.#lines.get(tenant_id);
    if (found !== undefined) return found;
    const line: Line = { running: 0, waiting: 0, bytes: 0, took_ms: FIRST_GUESS_MS, spoken_for: 0, waiters: [] };
    this.#lines.set(tenant_id, line);
    return line;
  }
}
