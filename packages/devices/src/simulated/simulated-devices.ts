import type { SimulatedEnd } from '../links/simulated-link.ts';
import { bytesOf, textOf } from '../protocols/protocol.ts';
import { mtSicsModel, type ScaleControls } from './mt-sics-model.ts';

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

export type Simulator = SimulatedScanner | SimulatedScale;

export function simulatedScanner(end: SimulatedEnd): SimulatedScanner {
  return {
    kind: 'scanner',
    // UTF-8, as scanners send what QR codes hold
    scan: (text, options = {}) => end.emit(new TextEncoder().encode(`${options.aim_id ?? ''}${text}\r`)),
    unplug: () => end.unplug(),
    plug: () => end.plug(),
  };
}

export function simulatedScale(end: SimulatedEnd, grams = 0): SimulatedScale {
  const model = mtSicsModel(grams);
  let silent = false;
  end.onReceive((bytes) => {
    const answer = model.receive(textOf(bytes));
    if (!silent && answer !== '') end.emit(bytesOf(answer));
  });
  return {
    ...model,
    kind: 'scale',
    silence: (next) => {
      silent = next;
    },
    unplug: () => end.unplug(),
    plug: () => end.plug(),
  };
}
