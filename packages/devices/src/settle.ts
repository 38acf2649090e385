import type { Measured } from './protocols/parts/protocol.ts';

interface Held {
  readonly key: string;
  readonly since: number;
}

/**
 * Rest told by repetition, for scales whose frames carry no mark of stability (Adam): the same weight over `settleMs` is
 * a weight, anything younger is moving. Our own rule, not the maker's. `at` never goes back.
 */
export class Settler {
  readonly #settleMs: number;
  #held: Held | null = null;

  constructor(settleMs: number) {
    this.#settleMs = settleMs;
  }

  /** What the reading means now; one that is no weight begins anew. */
  take(measured: Measured, at: number): Measured {
    if (measured.state !== 'stable') {
      this.#held = null;
      return measured;
    }
    const key = `${measured.mantissa}e${measured.exponent}${measured.unit}`;
    if (this.#held?.key !== key) this.#held = { key, since: at };
    return at - this.#held.since >= this.#settleMs ? measured : { state: 'moving', raw: measured.raw };
  }

  /** For a new request: only readings that began after it count. */
  reset(): void {
    this.#held = null;
  }
}
