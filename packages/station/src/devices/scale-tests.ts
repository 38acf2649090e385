import type { DeviceManager } from '@serialbridge/devices';

/** Often enough to follow a hand, seldom enough for 1200 baud. */
const ASK_MS = 150;
/** A screen that was left open must not ask a scale for ever. */
const AT_MOST_MS = 120_000;

/** Test USB Scale: scales that are asked all the time, until a person ends it or for two minutes. */
export class ScaleTests {
  readonly #manager: DeviceManager;
  readonly #changed: () => void;
  readonly #running = new Map<string, { until: number }>();

  constructor(manager: DeviceManager, changed: () => void) {
    this.#manager = manager;
    this.#changed = changed;
  }

  get running(): string[] {
    return [...this.#running.keys()];
  }

  start(deviceId: string): void {
    const until = Date.now() + AT_MOST_MS;
    const running = this.#running.get(deviceId);
    if (running !== undefined) {
      running.until = until;
      return;
    }
    const test = { until };
    this.#running.set(deviceId, test);
    this.#changed();
    void this.#ask(deviceId, test);
  }

  stop(deviceId: string): void {
    if (this.#running.delete(deviceId)) this.#changed();
  }

  stopAll(): void {
    this.#running.clear();
  }

  /** What it says comes with the manager's own events; a scale that is away is asked again when it is back. */
  async #ask(deviceId: string, test: { readonly until: number }): Promise<void> {
    while (this.#running.get(deviceId) === test && Date.now() < test.until) {
      try {
        await this.#manager.readOnce({ device_id: deviceId });
      } catch {
        // its row says why
      }
      await new Promise((resolve) => setTimeout(resolve, ASK_MS));
    }
    if (this.#running.get(deviceId) === test) this.stop(deviceId);
  }
}
