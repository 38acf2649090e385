import { serialLink } from '../links/serial-link.ts';
import { serialSettingsSchema } from '../links/serial-settings.ts';
import { bytesOf, textOf } from '../protocols/parts/protocol.ts';
import type { ScaleControls } from '../protocols/parts/scale-model.ts';
import { scaleModel, type SerialProtocolId } from '../protocols/scale-protocols.ts';

export interface ScaleEmulator extends ScaleControls {
  /** Sends text without being asked: line noise, a Print key. */
  say(text: string): void;
  /** Answers nothing until told otherwise. */
  silence(silent: boolean): void;
  /** Every command so far, as received. */
  readonly received: () => string;
  stop(): Promise<void>;
}

/** How often a scale that sends by itself says what lies on it. */
const SAYS_MS = 100;

/** Serves a scale at a serial port or pty: the other end of what the station opens. */
export async function startScaleEmulator(options: {
  readonly path: string;
  readonly protocol?: SerialProtocolId;
  readonly grams?: number;
  readonly baud?: number;
}): Promise<ScaleEmulator> {
  const model = scaleModel(options.protocol ?? 'mt-sics', options.grams ?? 0);
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
  const saying = setInterval(() => {
    if (model.sends_by_itself && !silent) say(model.tick());
  }, SAYS_MS);
  return {
    ...model,
    say,
    silence: (next) => {
      silent = next;
    },
    received: () => received,
    stop: () => {
      clearInterval(saying);
      return link.close();
    },
  };
}
