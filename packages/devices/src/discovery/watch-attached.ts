import { loadUsb } from '../links/usb-module.ts';
import { askSource, type Attached, joined, type Source, sourcesOf, type SurveyOptions } from './survey-attached.ts';

export interface WatchOptions extends SurveyOptions {
  /** Called with the whole list: at first, and whenever it has changed. */
  readonly onChange: (attached: Attached) => void;
  /** How often everything is looked for by itself: hot-plug events do not come everywhere (no udev, ptys). */
  readonly rescan_ms?: number;
}

export interface AttachedWatch {
  /** Looks now, queues included. Resolves when the list is up to date; never rejects. */
  refresh(): Promise<void>;
  stop(): void;
}

/** Every how many rescans the slow sources are asked. */
const SLOW_EVERY = 10;
/** A plugged device has several parts, and its files come a moment after it. */
const SETTLE_MS = 200;

/** Hot-plug events of USB. Where they cannot be had the slow look is all there is, which is no error. */
function watchUsb(load: NonNullable<SurveyOptions['loadUsb']>, changed: () => void): () => void {
  let stopped = false;
  const watching = (async () => {
    const { Emitter } = await load();
    const emitter = new Emitter();
    await emitter.addAttach(changed);
    await emitter.addDetach(changed);
    return emitter;
  })().catch(() => null);
  return () => {
    if (stopped) return;
    stopped = true;
    void (async () => {
      const emitter = await watching;
      await emitter?.removeAttach().catch(() => undefined);
      await emitter?.removeDetach().catch(() => undefined);
    })();
  };
}

/** Keeps looking for what is attached: hot-plug events and a slow rescan, one look at a time, reported only when it changed. */
export function watchAttached(options: WatchOptions): AttachedWatch {
  const { onChange, rescan_ms: rescanMs = 3000 } = options;
  const sources = sourcesOf(options);
  const known = new Map<Source, Attached>();
  let sent = '';
  let round = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let settling: NodeJS.Timeout | undefined;
  /** The look under way, and the one that waits for it to end. */
  let now: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  /** The slow sources being asked. */
  let slow: Promise<void> | null = null;

  const publish = (): void => {
    // a first list without its scanners would say that they are gone
    if (sources.some((source) => !source.slow && !known.has(source))) return;
    const list = joined(sources.flatMap((source) => known.get(source) ?? []));
    const text = JSON.stringify(list);
    if (stopped || text === sent) return;
    sent = text;
    onChange(list);
  };

  const ask = async (which: readonly Source[]): Promise<void> => {
    const answers = await Promise.all(which.map(async (source) => [source, await askSource(source)] as const));
    for (const [source, answer] of answers) known.set(source, answer);
    publish();
  };

  const look = async (all: boolean): Promise<void> => {
    // a print system that hangs must not keep a scanner from being seen
    if (all || round % SLOW_EVERY === 0)
      slow ??= ask(sources.filter((source) => source.slow)).finally(() => {
        slow = null;
      });
    round += 1;
    await ask(sources.filter((source) => !source.slow));
  };

  const start = (all: boolean): Promise<void> => {
    if (stopped) return Promise.resolve();
    if (now !== null) {
      // whatever has begun may have missed what this call is about
      next ??= now.then(() => {
        next = null;
        return start(true);
      });
      return next;
    }
    clearTimeout(timer);
    now = look(all).finally(() => {
      now = null;
      if (!stopped) timer = setTimeout(() => void start(false), rescanMs);
    });
    return now;
  };

  const unwatch = watchUsb(options.loadUsb ?? loadUsb, () => {
    clearTimeout(settling);
    if (!stopped) settling = setTimeout(() => void start(false), SETTLE_MS);
  });
  void start(true);

  return {
    async refresh() {
      await start(true);
      await slow;
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      clearTimeout(settling);
      unwatch();
    },
  };
}
