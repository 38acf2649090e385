import type { WeightUnit } from '@serialbridge/core/scan';
import { type ScaleControls, scaleLoad } from './scale-load.ts';

/** How fine the scale shows each unit, and how many grams it is. */
const UNITS: Readonly<Record<WeightUnit, { readonly grams: number; readonly places: number }>> = {
  g: { grams: 1, places: 2 },
  kg: { grams: 1000, places: 3 },
  oz: { grams: 28.349523125, places: 2 },
  lb: { grams: 453.59237, places: 3 },
};

/**
 * The device's side of MT-SICS: commands in, answers out. The simulated scale and the pty emulator share it, so that
 * both say what the documented scale says. S does not wait for stability here; it answers S I at once.
 */
export interface MtSicsModel extends ScaleControls {
  /** Takes bytes as they come, and returns the answers to the commands that were completed by them. */
  receive(text: string): string;
}

export function mtSicsModel(grams = 0, serialNumber = '0001234567'): MtSicsModel {
  const load = scaleLoad(grams);
  let pending = '';

  const field = (): string => {
    const unit = load.unit() ?? 'g';
    const shown = (load.grams() / UNITS[unit].grams).toFixed(UNITS[unit].places);
    return `${(Number(shown) === 0 ? shown.replace('-', '') : shown).padStart(10)} ${unit}`;
  };

  const weigh = (waits: boolean): string => {
    const now = load.settle();
    if (now === 'over') return 'S +';
    if (now === 'under') return 'S -';
    if (now === 'moving') return waits ? 'S I' : `S D ${field()}`;
    return `S S ${field()}`;
  };

  const zero = (): string => {
    const now = load.settle();
    if (now === 'over') return 'Z +';
    if (now === 'under') return 'Z -';
    if (now === 'moving') return 'Z I';
    load.zero();
    return 'Z A';
  };

  const answer = (command: string): string => {
    if (command === 'S') return weigh(true);
    if (command === 'SI') return weigh(false);
    if (command === 'Z') return zero();
    if (command === 'I4' || command === '@') return `I4 A "${serialNumber}"`;
    return 'ES';
  };

  return {
    ...load.controls,
    receive(text) {
      const lines = `${pending}${text}`.split('\r\n');
      pending = lines.pop() ?? '';
      return lines.map((line) => `${answer(line)}\r\n`).join('');
    },
  };
}
