/** Time of one simulated world: nothing passes but from one planned event to the next. */
export class Schedule {
  /** Whole milliseconds since 1970, the true time of the world; each computer has a clock of its own beside it. */
  now: number;
  #next = 0;
  readonly #heap: { readonly at: number; readonly order: number; readonly work: () => Promise<void> | void }[] = [];
  readonly #ended = new Set<number>();

  constructor(now: number) {
    this.now = now;
  }

  /** Plans `work` after so many milliseconds; what is planned for the same moment runs in the order it was planned. @returns what ends it before */
  after(ms: number, work: () => Promise<void> | void): () => void {
    const order = (this.#next += 1);
    const entry = { at: this.now + Math.max(0, ms), order, work };
    let child = this.#heap.push(entry) - 1;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.#isBefore(child, parent)) break;
      this.#swap(child, parent);
      child = parent;
    }
    return () => {
      this.#ended.add(order);
    };
  }

  /** Runs the next planned event at its time. False: nothing is planned any more. */
  async step(): Promise<boolean> {
    for (;;) {
      const first = this.#pop();
      if (first === undefined) return false;
      if (this.#ended.delete(first.order)) continue;
      this.now = Math.max(this.now, first.at);
      await first.work();
      return true;
    }
  }

  #isBefore(a: number, b: number): boolean {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (one === undefined || other === undefined) return false;
    return one.at === other.at ? one.order < other.order : one.at < other.at;
  }

  #swap(a: number, b: number): void {
    const one = this.#heap[a];
    const other = this.#heap[b];
    if (one === undefined || other === undefined) return;
    this.#heap[a] = other;
    this.#heap[b] = one;
  }

  #pop(): { readonly at: number; readonly order: number; readonly work: () => Promise<void> | void } | undefined {
    const [first] = this.#heap;
    const last = this.#heap.pop();
    if (last === undefined || last === first) return first;
    this.#heap[0] = last;
    for (let parent = 0; ;) {
      const left = 2 * parent + 1;
      const least = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(least, parent)) return first;
      this.#swap(least, parent);
      parent = least;
    }
  }
}
