import type { WeightReading } from '@serialbridge/core/scan';
import type { Finding } from '@serialbridge/protocol/station';
import { keepOpen } from './running/connection.ts';
import { DeviceError } from './errors/device-error.ts';
import type { DeviceParts, RunningDevice } from './running/device.ts';
import { type LinkFacts, NO_FACTS } from './links/link.ts';
import type { ScaleProfile } from './profiles/profile.ts';
import { type Measured, type ScaleAnswer, type ScaleProtocol, textOf } from './protocols/parts/protocol.ts';
import { SCALE_PROTOCOLS } from './protocols/scale-protocols.ts';
import { readUntilRest } from './read-until-rest.ts';
import { type Command, ScaleDialogue } from './scale-dialogue.ts';
import { Settler } from './settle.ts';

/** A scale answers within milliseconds; past this it does not answer. */
const ANSWER_MS = 1000;
const SEND_MS = 1000;
/** What the scale sent on its own (Print key) may still be on the line when a reading is asked for: so long it must be quiet. */
const QUIET_MS = 40;
const QUIET_AT_MOST_MS = 400;
/** How long a zero that is not answered may take to show in the readings. */
const ZERO_SHOWS_MS = 2000;

export interface ScaleDevice extends RunningDevice {
  /**
   * A reading that began after this call: stable as soon as the scale rests, else the state it stays in, at the latest
   * after `timeoutMs`. Rejects with `device.not-open` or `device.lost`.
   */
  readWeight(timeoutMs: number): Promise<WeightReading>;
  /** One question, one answer, whatever it says: for a live display. */
  readOnce(): Promise<WeightReading>;
  /** Rejects with `device.zero-refused`, `device.zero-out-of-range`, `device.cannot-zero`, `device.silent` or `device.not-open`. */
  zero(): Promise<void>;
  readonly canZero: boolean;
  readonly title: string;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function protocolOf(profile: ScaleProfile, facts: LinkFacts): ScaleProtocol {
  return SCALE_PROTOCOLS[profile.protocol].make(profile.options, facts);
}

/** A scale that is kept open: asked where it must be asked, listened to where it sends by itself. */
export function scaleDevice(parts: DeviceParts, profile: ScaleProfile): ScaleDevice {
  const { config, link, listener } = parts;
  const baud = 'baud' in config.link ? (config.link.baud ?? profile.serial.baud) : profile.serial.baud;
  const dialogue = new ScaleDialogue();
  let protocol = protocolOf(profile, NO_FACTS);
  let framer = protocol.framer();
  let settler = new Settler(protocol.settle_ms);
  let last: Promise<unknown> = Promise.resolve();
  let reprobe: NodeJS.Timeout | undefined;
  let answers = false;
  let lastBytes = 0;
  let garbled: string | null = null;
  /** A HID device's first report may have waited in the system since before it was opened. */
  let stale = false;

  /** One conversation at a time: a zero in the middle of a reading would change what the reading means. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };

  const readingOf = (measured: Measured, at: number): WeightReading => ({
    ...measured,
    device_id: config.device_id,
    at,
  });
  const silentReading = (): WeightReading => ({ state: 'silent', device_id: config.device_id, at: Date.now() });

  const settled = (answer: ScaleAnswer, began: number): ScaleAnswer =>
    answer.kind === 'weight' && protocol.stability === 'repetition'
      ? { ...answer, measured: settler.take(answer.measured, began) }
      : answer;

  const heard = (given: ScaleAnswer, began: number): Finding => {
    const answer = settled(given, began);
    garbled = null;
    if (!answers) {
      answers = true;
      listener.state('open', null);
    }
    dialogue.take(answer, began);
    if (answer.kind === 'weight') {
      listener.weight(readingOf(answer.measured, began));
      return { code: `device.trace.weight-${answer.measured.state}`, params: {} };
    }
    if (answer.kind === 'zero') return { code: 'device.trace.zero', params: { outcome: answer.outcome } };
    return { code: 'device.trace.identity', params: { text: answer.text } };
  };

  const notHeard = (): void => {
    answers = false;
    const params = { protocol: protocol.title, baud };
    listener.state(
      'error',
      garbled === null
        ? new DeviceError(link.via === 'tcp' ? 'device.silent-scale' : 'device.silent', params)
        : new DeviceError('device.garbled', { ...params, raw: garbled }),
    );
    clearTimeout(reprobe);
    reprobe = setTimeout(() => void inTurn(probe).catch(() => undefined), parts.rescanMs);
  };

  const forget = (facts: LinkFacts): void => {
    clearTimeout(reprobe);
    protocol = protocolOf(profile, facts);
    framer = protocol.framer();
    settler = new Settler(protocol.settle_ms);
    dialogue.forget();
    answers = false;
    garbled = null;
    stale = link.via === 'hid';
  };

  const takeFrame = (bytes: Uint8Array, began: number): Finding => {
    if (stale) {
      stale = false;
      return { code: 'device.trace.stale', params: {} };
    }
    const answer = protocol.parse(bytes);
    if (answer !== null) return heard(answer, began);
    garbled = JSON.stringify(textOf(bytes).slice(0, 40));
    return { code: 'device.trace.not-understood', params: { protocol: protocol.title } };
  };

  const connection = keepOpen(link, parts.rescanMs, {
    opened: (facts) => {
      forget(facts);
      void inTurn(probe).catch(() => undefined);
    },
    closed: () => forget(NO_FACTS),
    data: (chunk) => {
      lastBytes = chunk.at;
      const frames = framer.push(chunk.bytes, chunk.at);
      for (const frame of frames) {
        const meaning = takeFrame(frame.bytes, frame.began);
        listener.trace({ at: frame.began, direction: 'in', bytes: frame.raw, meaning });
      }
      if (frames.length === 0) listener.trace({ at: chunk.at, direction: 'in', bytes: chunk.bytes, meaning: null });
    },
    // a port that opens is not yet a scale that answers; a HID scale that is there may say nothing until its load changes
    state: (state, error) => listener.state(state === 'open' && link.via !== 'hid' ? 'opening' : state, error),
  });

  /** Waits for the answer to a command; with null for what the scale sends next by itself. */
  const ask = async (
    command: Command,
    bytes: Uint8Array | null,
  ): Promise<{ answer: ScaleAnswer; began: number } | null> => {
    // what a scale sends by itself may be half here: only a line on which every byte is an answer can be cut anew
    if (dialogue.idle && bytes !== null) framer.reset();
    const { answered, giveUp } = dialogue.ask(command, Date.now());
    let timer: NodeJS.Timeout | undefined;
    try {
      if (!connection.isOpen) throw new DeviceError('device.not-open');
      if (bytes !== null) {
        await connection.send(bytes, SEND_MS);
        listener.trace({ at: Date.now(), direction: 'out', bytes, meaning: null });
      }
      timer = setTimeout(giveUp, ANSWER_MS);
      const result = await answered;
      if (!connection.isOpen) throw new DeviceError('device.not-open');
      // long quiet: the answer was lost on the line, and waiting for it would shift every later answer by one
      if (result === null && (bytes === null || Date.now() - lastBytes >= ANSWER_MS / 2)) dialogue.forget();
      return result;
    } finally {
      clearTimeout(timer);
      giveUp();
    }
  };

  const probe = async (): Promise<void> => {
    if (!connection.isOpen || answers) return;
    await ask('probe', protocol.probe);
    if (!answers && link.via !== 'hid') notHeard();
  };

  const poll = async (): Promise<WeightReading> => {
    const result = await ask('poll', protocol.poll);
    if (result?.answer.kind === 'weight') return readingOf(result.answer.measured, result.began);
    if (link.via !== 'hid') notHeard();
    return silentReading();
  };

  const lineQuiet = async (): Promise<void> => {
    // one that sends by itself is never quiet; its readings tell by their time whether they count
    if (protocol.poll === null) return;
    const latest = Date.now() + QUIET_AT_MOST_MS;
    do {
      await sleep(QUIET_MS);
    } while (Date.now() - lastBytes < QUIET_MS && Date.now() < latest);
  };

  /** A scale that does not say how its zero came out shows it: zero, at rest, within a moment. */
  const zeroShows = async (): Promise<void> => {
    const reading = await readUntilRest(poll, ZERO_SHOWS_MS, (one) => one.state === 'stable' && one.mantissa === 0);
    if (reading.state === 'stable' && reading.mantissa === 0) return;
    throw new DeviceError(
      reading.state === 'over' || reading.state === 'under' ? 'device.zero-out-of-range' : 'device.zero-refused',
    );
  };

  const zero = async (): Promise<void> => {
    if (protocol.zero === null) throw new DeviceError('device.cannot-zero', { protocol: protocol.title });
    if (protocol.zero_outcome === 'none') {
      await connection.send(protocol.zero, SEND_MS);
      listener.trace({ at: Date.now(), direction: 'out', bytes: protocol.zero, meaning: null });
      await zeroShows();
      return;
    }
    const result = await ask('zero', protocol.zero);
    const outcome = result?.answer.kind === 'zero' ? result.answer.outcome : null;
    if (result === null) {
      notHeard();
      throw new DeviceError('device.silent', { protocol: protocol.title, baud });
    }
    if (outcome === 'out-of-range') throw new DeviceError('device.zero-out-of-range');
    if (outcome !== 'done') throw new DeviceError('device.zero-refused');
  };

  return {
    start: () => connection.start(),
    stop: async () => {
      clearTimeout(reprobe);
      await connection.stop();
      clearTimeout(reprobe);
    },
    readWeight: (timeoutMs) =>
      inTurn(async () => {
        await lineQuiet();
        settler.reset();
        return readUntilRest(poll, timeoutMs);
      }),
    readOnce: () => inTurn(poll),
    zero: () => inTurn(zero),
    get canZero() {
      return protocol.zero !== null;
    },
    get title() {
      return protocol.title;
    },
  };
}
