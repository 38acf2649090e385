import type { WeightReading } from '@serialbridge/core/scan';
import { keepOpen } from './connection.ts';
import { DeviceError } from './device-error.ts';
import type { DeviceParts, RunningDevice } from './device.ts';
import { framerOf } from './framers/delimited-framer.ts';
import type { ScaleProfile } from './profiles/profile.ts';
import { mtSics } from './protocols/mt-sics.ts';
import { type Measured, type ScaleAnswer, textOf } from './protocols/protocol.ts';
import { type Command, ScaleDialogue } from './scale-dialogue.ts';

/** A scale answers within milliseconds; past this it does not answer. */
const ANSWER_MS = 1000;
const SEND_MS = 1000;
/** Between two questions of one reading: quick to notice rest, slow enough for 1200 baud. */
const POLL_MS = 100;
/** What the scale sent on its own (Print key) may still be on the line when a reading is asked for: so long it must be quiet. */
const QUIET_MS = 40;
const QUIET_AT_MOST_MS = 400;
/** A box set down hard swings through over and under; only a state that stays is told. */
const STAYS = 3;

export interface ScaleDevice extends RunningDevice {
  /**
   * A reading that began after this call: stable as soon as the scale rests, else the state it stays in, at the latest
   * after `timeoutMs`. Rejects with `device.not-open` or `device.lost`.
   */
  readWeight(timeoutMs: number): Promise<WeightReading>;
  /** One question, one answer, whatever it says: for a live display. */
  readOnce(): Promise<WeightReading>;
  /** Rejects with `device.zero-refused`, `device.zero-out-of-range`, `device.silent` or `device.not-open`. */
  zero(): Promise<void>;
}

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

export function scaleDevice(parts: DeviceParts, profile: ScaleProfile): ScaleDevice {
  const { config, link, listener } = parts;
  const protocol = mtSics(profile.options);
  const framer = framerOf(protocol.framer);
  const dialogue = new ScaleDialogue();
  const baud = config.link.type === 'serial' ? (config.link.baud ?? profile.serial.baud) : profile.serial.baud;
  let turn: Promise<unknown> = Promise.resolve();
  let reprobe: NodeJS.Timeout | undefined;
  let answers = false;
  let lastBytes = 0;
  let garbled: string | null = null;

  /** One conversation at a time: a zero in the middle of a reading would change what the reading means. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = turn.then(work, work);
    turn = next.catch(() => undefined);
    return next;
  };

  const readingOf = (measured: Measured, at: number): WeightReading => ({
    ...measured,
    device_id: config.device_id,
    at,
  });

  const heard = (answer: ScaleAnswer, began: number): void => {
    garbled = null;
    if (!answers) {
      answers = true;
      listener.state('open', null);
    }
    dialogue.take(answer, began);
    if (answer.kind === 'weight') listener.weight(readingOf(answer.measured, began));
  };

  const notHeard = (): void => {
    answers = false;
    const params = { protocol: protocol.title, baud };
    listener.state(
      'error',
      garbled === null
        ? new DeviceError('device.silent', params)
        : new DeviceError('device.garbled', { ...params, raw: garbled }),
    );
    clearTimeout(reprobe);
    reprobe = setTimeout(() => void inTurn(probe).catch(() => undefined), parts.rescanMs);
  };

  const forget = (): void => {
    clearTimeout(reprobe);
    framer.reset();
    dialogue.forget();
    answers = false;
    garbled = null;
  };

  const connection = keepOpen(link, parts.rescanMs, {
    opened: () => {
      forget();
      void inTurn(probe).catch(() => undefined);
    },
    closed: forget,
    data: (chunk) => {
      lastBytes = chunk.at;
      for (const frame of framer.push(chunk.bytes, chunk.at)) {
        const answer = protocol.parse(frame.bytes);
        if (answer === null) garbled = JSON.stringify(textOf(frame.bytes).slice(0, 40));
        else heard(answer, frame.began);
      }
    },
    // a port that opens is not yet a scale that answers
    state: (state, error) => listener.state(state === 'open' ? 'opening' : state, error),
  });

  const ask = async (command: Command, waitMs: number): Promise<{ answer: ScaleAnswer; began: number } | null> => {
    if (dialogue.idle) framer.reset();
    const { answered, giveUp } = dialogue.ask(command, Date.now());
    let timer: NodeJS.Timeout | undefined;
    try {
      await connection.send(protocol[command], SEND_MS);
      timer = setTimeout(giveUp, waitMs);
      const result = await answered;
      if (!connection.isOpen) throw new DeviceError('device.not-open');
      // long quiet: the answer was lost on the line, and waiting for it would shift every later answer by one
      if (result === null && Date.now() - lastBytes >= ANSWER_MS / 2) dialogue.forget();
      return result;
    } finally {
      clearTimeout(timer);
      giveUp();
    }
  };

  const probe = async (): Promise<void> => {
    if (!connection.isOpen || answers) return;
    await ask('probe', ANSWER_MS);
    if (!answers) notHeard();
  };

  const poll = async (): Promise<WeightReading> => {
    const result = await ask('poll', ANSWER_MS);
    if (result?.answer.kind === 'weight') return readingOf(result.answer.measured, result.began);
    notHeard();
    return { state: 'silent', device_id: config.device_id, at: Date.now() };
  };

  const lineQuiet = async (): Promise<void> => {
    const latest = Date.now() + QUIET_AT_MOST_MS;
    do {
      await sleep(QUIET_MS);
    } while (Date.now() - lastBytes < QUIET_MS && Date.now() < latest);
  };

  const readUntilRest = async (timeoutMs: number): Promise<WeightReading> => {
    const deadline = Date.now() + timeoutMs;
    await lineQuiet();
    let previous: WeightReading['state'] | null = null;
    let same = 0;
    for (;;) {
      // each question needs the answer to the one before
      const reading = await poll();
      same = reading.state === previous ? same + 1 : 1;
      previous = reading.state;
      const stays = reading.state !== 'moving' && reading.state !== 'silent' && same >= STAYS;
      if (reading.state === 'stable' || stays || Date.now() + POLL_MS >= deadline) return reading;
      await sleep(POLL_MS);
    }
  };

  return {
    start: () => connection.start(),
    stop: async () => {
      clearTimeout(reprobe);
      await connection.stop();
      clearTimeout(reprobe);
    },
    readWeight: (timeoutMs) => inTurn(() => readUntilRest(timeoutMs)),
    readOnce: () => inTurn(poll),
    zero: () =>
      inTurn(async () => {
        const result = await ask('zero', ANSWER_MS);
        const outcome = result?.answer.kind === 'zero' ? result.answer.outcome : null;
        if (result === null) {
          notHeard();
          throw new DeviceError('device.silent', { protocol: protocol.title, baud });
        }
        if (outcome === 'out-of-range') throw new DeviceError('device.zero-out-of-range');
        if (outcome !== 'done') throw new DeviceError('device.zero-refused');
      }),
  };
}
