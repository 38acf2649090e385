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

/** How a scale of one protocol says things: the device's side of it. */
export interface ScaleVoice {
  readonly unit: WeightUnit;
  /** Decimal places it shows. */
  readonly places: number;
  /** Its answer to a question, or what it sends by itself; `value` is the weight as shown. */
  readonly say: (load: Load, value: string) => string;
  /** The commands that it obeys, whole, terminator included. */
  readonly poll: string | null;
  readonly zero: string | null;
  /** What a zero is answered with; absent: nothing. */
  readonly zeroed?: (done: boolean, load: Load) => string;
  /** For a command that it does not know; absent: nothing. */
  readonly unknown?: string;
}

export const unsigned = (value: string): string => value.replace('-', '');
export const isNegative = (value: string): boolean => value.startsWith('-');
export const signOf = (value: string): string => (isNegative(value) ? '-' : '+');
/** Leading zeros go between the sign and the digits. */
export const padZero = (value: string, width: number): string =>
  isNegative(value) ? `-${unsigned(value).padStart(width - 1, '0')}` : value.padStart(width, '0');

const GRAMS: Readonly<Record<WeightUnit, number>> = { g: 1, kg: 1000, oz: 28.349523125, lb: 453.59237 };

/** The device's side of a serial protocol: commands in, answers out, and what it sends by itself. */
export interface ScaleModel extends ScaleControls {
  /** Takes bytes as they come, and returns the answers to the commands that were completed by them. */
  receive(text: string): string;
  /** What a scale that sends by itself says now; empty for one that waits to be asked. */
  tick(): string;
  readonly sends_by_itself: boolean;
}

/** The commands whole in what has come, and what is left of the last one. */
function commandsOf(voice: ScaleVoice, text: string): { readonly commands: string[]; readonly rest: string } {
  const known = [voice.poll, voice.zero].filter((command) => command !== null);
  // single letters have no terminator: each is a command
  if (known.every((command) => command.length === 1)) return { commands: Array.from(text), rest: '' };
  const end = known[0]?.endsWith('\r\n') === true ? '\r\n' : '\r';
  const lines = text.split(end);
  const rest = lines.pop() ?? '';
  return { commands: lines.map((line) => `${line}${end}`), rest };
}

/** A scale that says things so, with a load on it (g). */
export const voiceModel =
  (voice: ScaleVoice) =>
  (grams = 0): ScaleModel => {
    const load = scaleLoad(grams);
    let pending = '';
    let swings = 0;

    const shown = (): string => {
      const value = (load.grams() / GRAMS[voice.unit]).toFixed(voice.places);
      return Number(value) === 0 ? value.replace('-', '') : value;
    };
    /** A load that moves never shows the same weight twice in a row: that is all that a scale without a mark of motion tells. */
    const swinging = (): string => {
      swings += 1;
      const value = load.grams() / GRAMS[voice.unit] + (1 + (swings % 7)) * 10 ** -voice.places;
      return value.toFixed(voice.places);
    };
    const weigh = (): string => {
      const now = load.settle();
      return voice.say(now, now === 'moving' ? swinging() : shown());
    };
    const zero = (): string => {
      const now = load.settle();
      if (now === 'stable') load.zero();
      return voice.zeroed?.(now === 'stable', now) ?? '';
    };
    const answer = (command: string): string => {
      if (command === voice.poll) return weigh();
      return command === voice.zero ? zero() : (voice.unknown ?? '');
    };

    return {
      sends_by_itself: voice.poll === null,
      tick: () => (voice.poll === null ? weigh() : ''),
      receive(text) {
        const { commands, rest } = commandsOf(voice, `${pending}${text}`);
        pending = rest;
        return commands.map(answer).join('');
      },
      ...load.controls,
    };
  };
