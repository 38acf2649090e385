import { serialLink } from '../links/serial-link.ts';
import { serialSettingsSchema } from '../profiles/profile.ts';
import { bytesOf, textOf } from '../protocols/protocol.ts';
import { mtSicsModel, type ScaleControls } from '../simulated/mt-sics-model.ts';

export interface MtSicsEmulator extends ScaleControls {
  /** Sends text without being asked: line noise, a Print key. */
  say(text: string): void;
  /** Answers nothing until told otherwise. */
  silence(silent: boolean): void;
  /** Every command so far, as received. */
  readonly received: () => string;
  stop(): Promise<void>;
}

/** Serves an MT-SICS scale at a serial port or pty: the other end of what the station opens. */
export async function startMtSicsEmulator(options: {
  readonly path: string;
  readonly grams?: number;
  readonly baud?: number;
}): Promise<MtSicsEmulator> {
  const model = mtSicsModel(options.grams ?? 0);
  const link = serialLink({ ...serialSettingsSchema.parse({ baud: options.baud }), path: options.path });
  let silent = false;
  let received = '';
  /** What cannot be said because the plug is pulled is not said: the station notices by itself. */
  const say = (text: string): void => void link.send(bytesOf(text), 5000).catch(() => undefined);
  await link.open({
    data: (chunk) => {
      const text = textOf(chunk.bytes);
      received += text;
      const answer = model.receive(text);
      if (answer !== '' && !silent) say(answer);
    },
    lost: () => undefined,
  });
  return {
    ...model,
    say,
    silence: (next) => {
      silent = next;
    },
    received: () => received,
    stop: () => link.close(),
  };
}
