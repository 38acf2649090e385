import type { Feedback, StationSignal, StationTopic } from '@serialbridge/protocol/station';
import type { Screens } from '../contract/host-context.ts';

/** What goes to the screens: a changed topic once each time the event loop comes round, however often it changed, and signals at once. */
export class HostScreens implements Screens {
  readonly #changed = new Set<(topic: StationTopic) => void>();
  readonly #signals = new Set<(signal: StationSignal, payload: unknown) => void>();
  readonly #dirty = new Set<StationTopic>();
  #scheduled = false;

  onChanged(listener: (topic: StationTopic) => void): () => void {
    this.#changed.add(listener);
    return () => this.#changed.delete(listener);
  }
  onSignal(listener: (signal: StationSignal, payload: unknown) => void): () => void {
    this.#signals.add(listener);
    return () => this.#signals.delete(listener);
  }
  publish(topic: StationTopic): void {
    this.#dirty.add(topic);
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      const topics = [...this.#dirty];
      this.#dirty.clear();
      for (const one of topics) for (const listener of this.#changed) listener(one);
    });
  }
  signal(feedback: Feedback): void {
    for (const listener of this.#signals) listener('feedback', feedback);
  }
}
