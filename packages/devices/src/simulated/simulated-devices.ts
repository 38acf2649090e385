import type { SimulatedEnd } from '../links/simulated-link.ts';
import type { Profile } from '../profiles/profile.ts';
import { hidPosReports } from '../protocols/hid/hid-pos-model.ts';
import { type SimulatedPrinter, simulatedPrinter } from './simulated-printer.ts';
import { type Plug, type SimulatedScale, simulatedScale } from './simulated-scale.ts';

export interface SimulatedScanner extends Plug {
  readonly kind: 'scanner';
  /** Reads a code aloud: AIM id, text, CR. False when the scanner is unplugged or not opened yet. */
  scan(text: string, options?: { readonly aim_id?: string }): boolean;
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

/** The far end of a device without hardware: it speaks what the profile says, byte for byte. */
export function simulatorOf(end: SimulatedEnd, profile: Profile): Simulator {
  if (profile.kind === 'scanner') return simulatedScanner(end, profile.protocol);
  return profile.kind === 'scale' ? simulatedScale(end, profile.protocol) : simulatedPrinter(end);
}
