import { Refusal } from '../refusal.ts';

export interface AdmissionLimits {
  /** Pushes of one tenant that hold a database connection: one that has the tenant's lock, one behind it that begins the moment the lock is free. */
  readonly running_a_tenant: number;
  /** Over all tenants; the rest of the connections are for everybody else. */
  readonly running: number;
  readonly waiting_a_tenant: number;
  readonly waiting: number;
  /** Bodies in memory, of those that run and those that wait; one tenant may take half. */
  readonly bytes: number;
  /** A push that would wait longer, by what the last pushes took, is sent away. A station gives up after 30 s. */
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

interface TenantQueue {
  running: number;
  /** Pushes that were let in and do not run yet: their body is on its way, or they are in `waiters`. */
  waiting: number;
  bytes: number;
  /** How long one push holds the tenant's lock, smoothed. */
  took_ms: number;
  /** Until when the lock is taken, counting those that were sent away with a time to come back at. */
  spoken_for: number;
  readonly waiters: Waiter[];
}

/** What a push holds from the moment it is let in. Always `leave()` it; leaving twice does nothing. */
export interface Slot {
  /** Resolves when this push may run; false: it left before that. */
  readonly begins: () => Promise<boolean>;
  /** The push is over; if it never began it is dropped. */
  readonly leave: () => void;
  /** The client is gone: leaves unless the push has begun, which goes on to its end. */
  readonly drop: () => void;
}

/**
 * Decides which push may run now, which waits and which is sent away.
 *
 * One tenant's pushes write one after another, because each holds the tenant lock. Without a limit, a thousand stations that come back on one
 * morning would pile up: a thousand bodies in memory, every database connection taken by pushes that wait for one lock, and each station giving
 * up after 30 seconds and sending the same again. So central decides before it reads the body. Two pushes of a
 * tenant run (the second waits for the lock, so that it is never idle), some more wait in the order in which they came, and the rest is sent
 * away with a time to come back at, each a later one, so that they do not come back together. Tenants are served in rotation, so that one
 * with a thousand stations does not shut out one with three. Nothing is lost by being sent away: the events stay in the station's outbox.
 *
 * `now` in milliseconds, `random` in [0, 1).
 */
export class Admission {
  readonly #limits: AdmissionLimits;
  readonly #now: () => number;
  readonly #random: () => number;
  readonly #events: AdmissionEvents;
  readonly #queues: Map<string, TenantQueue> = new Map();
  /** Tenants in which pushes wait, in the order in which they are served next. */
  readonly #served_next: Set<TenantQueue> = new Set();
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
   * A slot for a push whose body has so many bytes, before the body is read.
   * @throws Refusal `sync.overloaded` with the seconds after which there should be room
   */
  enter(tenant_id: string, bytes: number): Slot {
    const queue = this.#queueOf(tenant_id);
    const why = this.#refuses(queue, bytes);
    if (why !== null) {
      this.#events.onRefused(why);
      throw new Refusal('sync.overloaded', { retry_after: this.#comeBackAfter(queue) });
    }
    queue.waiting += 1;
    queue.bytes += bytes;
    this.#waiting += 1;
    this.#bytes += bytes;
    return this.#slot(queue, bytes);
  }

  #slot(queue: TenantQueue, bytes: number): Slot {
    let state: 'entered' | 'waiting' | 'running' | 'left' = 'entered';
    let waiter: Waiter | null = null;
    let began = 0;
    const leave = (): void => {
      if (state === 'left') return;
      const was = state;
      state = 'left';
      queue.bytes -= bytes;
      this.#bytes -= bytes;
      if (was === 'running') {
        queue.running -= 1;
        this.#running -= 1;
        // When two run at once, each also waits for the other. The lock itself is held half as long.
        const took = (this.#now() - began) / (queue.running + 1);
        queue.took_ms += (took - queue.took_ms) * WEIGHT;
      } else {
        queue.waiting -= 1;
        this.#waiting -= 1;
        this.#events.onDropped();
        if (waiter !== null) {
          queue.waiters.splice(queue.waiters.indexOf(waiter), 1);
          if (queue.waiters.length === 0) this.#served_next.delete(queue);
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
      begins: () => {
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
              queue.waiting -= 1;
              queue.running += 1;
              this.#waiting -= 1;
              this.#running += 1;
              this.#events.onWaited(began - since);
              resolve(true);
            },
          };
          queue.waiters.push(waiter);
          this.#served_next.add(queue);
          this.#next();
        });
      },
    };
  }

  /** Begins whatever may begin; a tenant that was served goes behind the others. */
  #next(): void {
    const { running, running_a_tenant } = this.#limits;
    while (this.#running < running) {
      const queue = [...this.#served_next].find((one) => one.running < running_a_tenant);
      if (queue === undefined) return;
      const first = queue.waiters.shift();
      this.#served_next.delete(queue);
      if (queue.waiters.length > 0) this.#served_next.add(queue);
      first?.begin();
    }
  }

  #refuses(queue: TenantQueue, bytes: number): RefusedFor | null {
    const limits = this.#limits;
    if (queue.waiting >= limits.waiting_a_tenant) return 'tenant-full';
    if (this.#waiting >= limits.waiting) return 'full';
    // A push that comes alone is always let in. Otherwise a push at the limit of its size could never be sent.
    if (queue.bytes > 0 && queue.bytes + bytes > limits.bytes / 2) return 'bytes';
    if (this.#bytes > 0 && this.#bytes + bytes > limits.bytes) return 'bytes';
    if (queue.waiting * queue.took_ms > limits.longest_wait_ms) return 'too-long';
    return null;
  }

  /**
   * Seconds after which a push that is sent away should come back. Each gets a time of its own, after those that wait and those that were sent
   * away before, so they do not come back together. Up to a quarter is added by chance.
   */
  #comeBackAfter(queue: TenantQueue): number {
    const now = this.#now();
    queue.spoken_for = Math.max(queue.spoken_for, now + queue.waiting * queue.took_ms) + queue.took_ms;
    const wait = Math.max(SHORTEST_RETRY_MS, queue.spoken_for - now) * (1 + this.#random() / 4);
    return Math.ceil(Math.min(LONGEST_RETRY_MS, wait) / 1000);
  }

  #queueOf(tenant_id: string): TenantQueue {
    const found = this.#queues.get(tenant_id);
    if (found !== undefined) return found;
    const queue: TenantQueue = {
      running: 0,
      waiting: 0,
      bytes: 0,
      took_ms: FIRST_GUESS_MS,
      spoken_for: 0,
      waiters: [],
    };
    this.#queues.set(tenant_id, queue);
    return queue;
  }
}
