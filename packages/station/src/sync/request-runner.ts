/** Whatever asks central or touches the cache, one at a time. */
export interface RequestRunner {
  /**
   * Aborts what is under way, waits until it has ended, and does this. `isLatest` turns false when something newer was begun: then nobody
   * wants to know what came of it.
   */
  begin(work: (signal: AbortSignal, isLatest: () => boolean) => Promise<void>): void;
  /** Does work after what is under way, and lets it end. */
  between<T>(work: () => Promise<T>): Promise<T>;
  abort(): void;
  /** Aborts; resolves when nothing runs any more. */
  stop(): Promise<void>;
}

const nothing = (): void => undefined;

export function requestRunner(): RequestRunner {
  let latest = 0;
  let underWay: AbortController | null = null;
  let running: Promise<void> = Promise.resolve();
  const after = <T>(work: () => Promise<T>): Promise<T> => {
    // What was aborted may still be writing a chunk; two at once must not touch the store.
    const mine = running.then(work);
    running = mine.then(nothing, nothing);
    return mine;
  };
  return {
    begin: (work) => {
      latest += 1;
      const mine = latest;
      underWay?.abort();
      const control = new AbortController();
      underWay = control;
      void after(() => work(control.signal, () => mine === latest));
    },
    between: after,
    abort: () => underWay?.abort(),
    stop: async () => {
      latest += 1;
      underWay?.abort();
      await running;
    },
  };
}
