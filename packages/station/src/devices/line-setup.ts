import {
  checkAddress,
  DeviceError,
  type DeviceManager,
  learnFraming,
  type LearntFraming,
  linkKey,
  listenTo,
  type ListenState,
  type NetworkGuard,
  probeScale,
  probeTries,
  type ProfileBook,
} from '@serialbridge/devices';
import type { DeviceLink, DevicesState } from '@serialbridge/protocol/station';
import { liveWeight } from './live-view.ts';

interface Borrowed {
  readonly resume: () => void;
}

/** Sets up a device that nobody knows: its line is listened to, or asked in every way there is. One line at a time. */
export class LineSetup {
  readonly #manager: DeviceManager;
  readonly #changed: () => void;
  readonly #mayReach: NetworkGuard;
  #listening: { readonly link: DeviceLink; state: ListenState; readonly stop: () => Promise<void> } | null = null;
  #probing: NonNullable<DevicesState['probing']> | null = null;
  #abort: AbortController | null = null;
  #ended: Promise<unknown> = Promise.resolve();

  constructor(manager: DeviceManager, changed: () => void, mayReach: NetworkGuard) {
    this.#manager = manager;
    this.#changed = changed;
    this.#mayReach = mayReach;
  }

  get listening(): DevicesState['listening'] {
    if (this.#listening === null) return null;
    const { link, state } = this.#listening;
    return { link, state: state.state, detail: state.detail, hex: Buffer.from(state.bytes).toString('hex') };
  }

  get probing(): DevicesState['probing'] {
    return this.#probing;
  }

  /** Ends both, and gives the lines back. */
  async stop(): Promise<void> {
    this.#abort?.abort();
    const { stop } = this.#listening ?? {};
    this.#listening = null;
    this.#probing = null;
    await Promise.all([stop?.(), this.#ended]);
    this.#changed();
  }

  /** @throws DeviceError `device.address-not-allowed` */
  #checkAddress(link: DeviceLink): void {
    if (link.type === 'tcp') checkAddress(this.#mayReach, link.host, link.port);
  }

  async listen(link: DeviceLink): Promise<void> {
    this.#checkAddress(link);
    await this.stop();
    const borrowed = await this.#borrow(link);
    const changed = (state: ListenState): void => {
      if (this.#listening !== null) this.#listening.state = state;
      this.#changed();
    };
    const heard = listenTo(link, changed, this.#mayReach);
    this.#listening = {
      link,
      state: heard.state,
      stop: async () => {
        await heard.stop();
        borrowed.resume();
      },
    };
    this.#changed();
  }

  /** @throws DeviceError `device.learn-nothing`, `device.learn-not-found` */
  learn(printed: string): LearntFraming {
    return learnFraming(this.#listening?.state.bytes ?? new Uint8Array(), printed);
  }

  async probe(link: DeviceLink, profiles: ProfileBook): Promise<void> {
    this.#checkAddress(link);
    await this.stop();
    const scales = [...profiles.values()].filter((profile) => profile.kind === 'scale');
    const tries = probeTries(
      link,
      scales.filter((profile) => profile.protocol !== 'hid-scale'),
    );
    const abort = new AbortController();
    this.#abort = abort;
    const show = (change: Partial<NonNullable<DevicesState['probing']>>): void => {
      if (this.#abort !== abort || abort.signal.aborted || this.#probing === null) return;
      this.#probing = { ...this.#probing, ...change };
      this.#changed();
    };
    this.#probing = { link, done: false, tried: 0, total: tries.length, now: '', found: [], problem: null };
    this.#ended = this.#probeAll(link, tries, abort.signal, show);
  }

  async #probeAll(
    link: DeviceLink,
    tries: ReturnType<typeof probeTries>,
    signal: AbortSignal,
    show: (change: Partial<NonNullable<DevicesState['probing']>>) => void,
  ): Promise<void> {
    const borrowed = await this.#borrow(link);
    try {
      await probeScale(
        tries,
        {
          onTry: (tried, index) => show({ tried: index, now: describeTry(tried) }),
          onFound: ({ profile, protocol, link: way, hex, measured }) => {
            const reading = measured === null ? null : { ...measured, device_id: 'probe', at: Date.now() };
            const weight = reading === null ? null : liveWeight(reading);
            const row = { profile: profile.profile, protocol_title: protocol.title, link: way, hex, weight };
            show({ found: [...(this.#probing?.found ?? []), row] });
          },
        },
        signal,
        this.#mayReach,
      );
      show({ done: true, tried: tries.length, now: '' });
    } catch (error) {
      const problem =
        error instanceof DeviceError ? error.finding : { code: 'internal', params: { reason: String(error) } };
      show({ done: true, now: '', problem });
    } finally {
      borrowed.resume();
    }
  }

  /** A device of the station that uses this line gives it up for as long. */
  async #borrow(link: DeviceLink): Promise<Borrowed> {
    const key = linkKey(link);
    const user = this.#manager.devices().find(({ config }) => linkKey(config.link) === key);
    return user === undefined ? { resume: () => undefined } : this.#manager.pause(user.config.device_id);
  }
}

function describeTry(tried: ReturnType<typeof probeTries>[number]): string {
  const { protocol, link } = tried;
  if (!('baud' in link)) return protocol.title;
  const parity = (link.parity ?? 'none').charAt(0).toUpperCase();
  return `${protocol.title}, ${link.baud ?? 9600} ${link.data_bits ?? 8}${parity}${link.stop_bits ?? 1}`;
}
