import { SerialPort } from 'serialport';
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
  const port = new SerialPort({ path: options.path, baudRate: options.baud ?? 9600, autoOpen: false });
  let silent = false;
  let received = '';
  port.on('error', () => undefined);
  await new Promise<void>((resolve, reject) => {
    port.open((error) => (error === null ? resolve() : reject(error)));
  });
  port.on('data', (bytes: Buffer) => {
    const text = bytes.toString('latin1');
    received += text;
    const answer = model.receive(text);
    if (answer !== '' && !silent && port.isOpen) port.write(answer, 'latin1');
  });
  return {
    ...model,
    say: (text) => void port.write(text, 'latin1'),
    silence: (next) => {
      silent = next;
    },
    received: () => received,
    stop: async () => {
      if (port.isOpen) await new Promise<void>((resolve) => port.close(() => resolve()));
    },
  };
}
