import type { WeightUnit } from '@serialbridge/core/scan';

export type Load = 'stable' | 'moving' | 'over' | 'under';

/** What a hand on the simulated or emulated scale can do. */
export interface ScaleControls {
  /** Puts a load on, which rests at once, or after `settling` answers that still say moving. */
  setWeight(grams: number, options?: { readonly unit?: WeightUnit; readonly settling?: number }): void;
  moving(): void;
  stable(): void;
  over(): void;
  under(): void;
}

/** What lies on a simulated scale, whatever it speaks. */
export interface ScaleLoad {
  readonly controls: ScaleControls;
  /** Grams since the last zero. */
  readonly grams: () => number;
  /** The unit that the hand asked for last; null: none yet. */
  readonly unit: () => WeightUnit | null;
  /** How the load is for this answer; one that settles is a step nearer to rest after it. */
  readonly settle: () => Load;
  /** What lies on it now is zero from here on. */
  readonly zero: () => void;
}

export function scaleLoad(grams = 0): ScaleLoad {
  let load: Load = 'stable';
  let on = grams;
  let zeroedAt = 0;
  let unit: WeightUnit | null = null;
  let settling = 0;
  const set = (next: Load) => (): void => {
    load = next;
  };
  return {
    grams: () => on - zeroedAt,
    unit: () => unit,
    settle: () => {
      if (load !== 'stable' || settling === 0) return load;
      settling -= 1;
      return 'moving';
    },
    zero: () => {
      zeroedAt = on;
    },
    controls: {
      setWeight(next, options = {}) {
        on = next;
        unit = options.unit ?? unit;
        settling = options.settling ?? 0;
        load = 'stable';
      },
      moving: set('moving'),
      stable: () => {
        load = 'stable';
        settling = 0;
      },
      over: set('over'),
      under: set('under'),
    },
  };
}
