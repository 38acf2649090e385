import type { SimulatedEnd } from '../links/simulated-link.ts';
import type { Profile } from '../profiles/profile.ts';
import { type PrinterControls, zplPrinterModel } from './zpl-printer-model.ts';
import { hidPosReports } from './hid-pos-model.ts';
import { bytesOf, textOf } from '../protocols/protocol.ts';
import type { ScaleControls } from './models/scale-model.ts';
import { simulatedScale } from './simulated-scale.ts';

interface Plug {
  unplug(): void;
  plug(): void;
}

export interface SimulatedScanner extends Plug {
  readonly kind: 'scanner';
  /** Reads a code aloud: AIM id, text, CR. False when the scanner is unplugged or not opened yet. */
  scan(text: string, options?: { readonly aim_id?: string }): boolean;
}

export interface SimulatedScale extends Plug, ScaleControls {
  readonly kind: 'scale';
  /** Answers nothing from now on, as when it is switched off with its cable still in. */
  silence(silent: boolean): void;
}

export interface SimulatedPrinter extends Plug, PrinterControls {
  readonly kind: 'printer';
}

export type Simulator = SimulatedScanner | SimulatedScale | SimulatedPrinter;

function simulatedScanner(end: SimulatedEnd, protocol: 'line-scanner' | 'hid-pos'): SimulatedScanner {
  return {
    kind: 'scanner',
    scan: (text, options = {}) => {
      if (protocol === 'hid-pos') return hidPosReports(text, 'a', options).every((report) => end.emit(report));
      // UTF-8, as scanners send what QR codes hold
      return end.emit(new TextEncoder().encode(`${options.aim_id ?? ''}${text}\r`));
    },
    unplug: () => end.unplug(),
    plug: () => end.plug(),
  };
}

function simulatedPrinter(end: SimulatedEnd): SimulatedPrinter {
  const model = zplPrinterModel();
  end.onReceive((bytes) => {
    const answer = model.receive(textOf(bytes));
    if (answer !== '') end.emit(bytesOf(answer));
  });
  return {
    ...model,
    kind: 'printer',
    unplug: () => {
      model.cut();
      end.unplug();
    },
    plug: () => end.plug(),
  };
}

/** The far end of a device without hardware: it speaks what the profile says, byte for byte. */
export function simulatorOf(end: SimulatedEnd, profile: Profile): Simulator {
  if (profile.kind === 'scanner') return simulatedScanner(end, profile.protocol);
  return profile.kind === 'scale' ? simulatedScale(end, profile.protocol) : simulatedPrinter(end);
}
