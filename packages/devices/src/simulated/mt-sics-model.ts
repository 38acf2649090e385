import type { WeightUnit } from '@serialbridge/core/scan';

type Load = 'stable' | 'moving' | 'over' | 'under';

/** How fine the scale shows each unit, and how many grams it is. */
const UNITS: Readonly<Record<WeightUnit, { readonly grams: number; readonly places: number }>> = {
  g: { grams: 1, places: 2 },
  kg: { grams: 1000, places: 3 },
  oz: { grams: 28.349523125, places: 2 },
  lb: { grams: 453.59237, places: 3 },
};

/** What a hand on the simulated or emulated scale can do. */
export interface ScaleControls {
  /** Puts a load on, which rests at once, or after `settling` answers that still say moving. */
  setWeight(grams: number, options?: { readonly unit?: WeightUnit; readonly settling?: number }): void;
  moving(): void;
  stable(): void;
  over(): void;
  under(): void;
}

/**
 * The device's side of MT-SICS: commands in, answers out. The simulated scale and the pty emulator share it, so that
 * both say what the documented scale says. S does not wait for stability here; it answers S I at once.
 */
export interface MtSicsModel extends ScaleControls {
  /** Takes bytes as they come, and returns the answers to the commands that were completed by them. */
  receive(text: string): string;
}

export function mtSicsModel(grams = 0, serialNumber = '0001234567'): MtSicsModel {
  let load: Load = 'stable';
  let on = grams;
  let zeroedAt = 0;
  let unit: WeightUnit = 'g';
  let settling = 0;
  let pending = '';

  const field = (): string => {
    const shown = ((on - zeroedAt) / UNITS[unit].grams).toFixed(UNITS[unit].places);
    return `${(Number(shown) === 0 ? shown.replace('-', '') : shown).padStart(10)} ${unit}`;
  };

  const settle = (): Load => {
    if (load !== 'stable' || settling === 0) return load;
    settling -= 1;
    return 'moving';
  };

  const weigh = (waits: boolean): string => {
    const now = settle();
    if (now === 'over') return 'S +';
    if (now === 'under') return 'S -';
    if (now === 'moving') return waits ? 'S I' : `S D ${field()}`;
    return `S S ${field()}`;
  };

  const zero = (): string => {
    const now = settle();
    if (now === 'over') return 'Z +';
    if (now === 'under') return 'Z -';
    if (now === 'moving') return 'Z I';
    zeroedAt = on;
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
    setWeight(next, options = {}) {
      on = next;
      unit = options.unit ?? unit;
      settling = options.settling ?? 0;
      load = 'stable';
    },
    moving: () => {
      load = 'moving';
    },
    stable: () => {
      load = 'stable';
      settling = 0;
    },
    over: () => {
      load = 'over';
    },
    under: () => {
      load = 'under';
    },
    receive(text) {
      const lines = `${pending}${text}`.split('\r\n');
      pending = lines.pop() ?? '';
      return lines.map((line) => `${answer(line)}\r\n`).join('');
    },
  };
}
