import { Refusal } from '../refusal.ts';

/**
 * Lets a number of calls run at once, and the others wait in order. So stations' calls that only read do not take all connections to the database.
 * @throws Refusal `sync.overloaded` when too many wait already
 */
export class WaitingLine {
  readonly #width: number;
  readonly #most_waiting: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(width: number, most_waiting: number) {
    this.#width = width;
    this.#most_waiting = most_waiting;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < this.#width) this.#running += 1;
    else {
      if (this.#waiting.length >= this.#most_waiting)
        throw new Refusal('sync.overloaded', { retry_after: 5 + Math.floor(Math.random() * 10) });
      await new Promise<void>((resolve) => {
        this.#waiting.push(resolve);
      });
    }
    try {
      return await work();
    } finally {
      // The first that waits takes the slot of the one that leaves.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
