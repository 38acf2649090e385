import { setTimeout as wait } from 'node:timers/promises';
import type { Bench } from './start-bench.ts';

/** The serial adapter that QEMU plays, an FTDI chip: its line ends on this side. */
export const FTDI = { vendor_id: '0403', product_id: '6001', serial_number: 'BENCHF0001' } as const;

const ID = 'ftdi-scale';

export function plugFtdi(bench: Bench): Promise<void> {
  return bench.qmp.plug({ driver: 'usb-serial', chardev: 'ftdi', id: ID, bus: 'xhci.0', serial: FTDI.serial_number });
}

/** QEMU lets the id and the line go a moment after the guest noticed. */
export async function unplugFtdi(bench: Bench): Promise<void> {
  await bench.qmp.unplug(ID);
  await wait(300);
}

/** The hand on the scale at the other end of the FTDI line. */
export interface LineScale {
  speak(protocol: 'mt-sics' | '8217'): void;
  put(load: 'stable' | 'moving' | 'over', grams: number): void;
  /** A weight that nobody asked for. */
  say(grams: number): void;
  /** Nothing is answered any more. */
  stop(): void;
}

const sics = (grams: number): string => `S S ${grams.toFixed(2).padStart(10)} g\r\n`;

/** Answers as the makers' manuals have it: MT-SICS (commands end in CR LF), Toledo 8217 (one letter each; thousands as whole units). */
export function serveScale(bench: Bench): LineScale {
  let protocol: 'mt-sics' | '8217' = 'mt-sics';
  let load: 'stable' | 'moving' | 'over' = 'stable';
  let on = 0;
  let pending = '';

  const answerSics = (command: string): string => {
    if (command !== 'S' && command !== 'SI') return 'ES\r\n';
    if (load === 'over') return 'S +\r\n';
    if (load === 'stable') return sics(on);
    return command === 'S' ? 'S I\r\n' : 'S D     903.55 g\r\n';
  };
  const answer8217 = (): string => {
    if (load === 'stable') return `\u0002${(on / 1000).toFixed(2).padStart(5, '0')}\r`;
    return load === 'moving' ? '\u0002?A\r' : '\u0002?B\r';
  };
  const take = (bytes: Buffer): void => {
    if (protocol === '8217') {
      for (const letter of bytes.toString('latin1')) if (letter === 'W') bench.qemu.ftdi.write(answer8217());
      return;
    }
    const lines = `${pending}${bytes.toString('latin1')}`.split('\r\n');
    pending = lines.pop() ?? '';
    for (const line of lines) bench.qemu.ftdi.write(answerSics(line));
  };
  bench.qemu.ftdi.on('data', take);
  return {
    speak: (next) => {
      protocol = next;
      pending = '';
    },
    put: (next, grams) => {
      load = next;
      on = grams;
    },
    say: (grams) => void bench.qemu.ftdi.write(sics(grams)),
    stop: () => void bench.qemu.ftdi.off('data', take),
  };
}
