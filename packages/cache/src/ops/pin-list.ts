import type { Sealer } from '../seal/sealer.ts';
import type { Notes } from './notes.ts';

/** The PIN of a person, as central gave it. */
interface KnownPin {
  readonly operator_id: string;
  readonly pin_hash: string;
  readonly must_change: boolean;
}

interface KeptList {
  readonly made_from: string;
  readonly pins: readonly KnownPin[];
}

/** PINs of the people who work here. They stand apart from the people's rows: a cache is everybody's, PINs are not. */
export interface PinList {
  /** Null: none that this station knows. */
  read(operator_id: string): KnownPin | null;
  /** What the people looked like when the list was asked for; null: there is none yet. */
  madeFrom(): string | null;
  /** One person's PIN was changed here. */
  change(pin: KnownPin): void;
  /** Takes the place of all that was here. */
  write(pins: readonly KnownPin[], made_from: string): void;
}

const NOTE = 'station.pins';

export function pinList(notes: Notes, sealer: Sealer): PinList {
  let kept: KeptList | null | undefined;
  const list = (): KeptList | null => {
    if (kept === undefined) {
      const sealed = notes.read(NOTE);
      const opened = typeof sealed === 'string' ? sealer.open(sealed) : null;
      kept = opened === null ? null : (JSON.parse(opened) as KeptList);
    }
    return kept;
  };
  const write = (made_from: string, pins: readonly KnownPin[]): void => {
    notes.write({ [NOTE]: sealer.seal(JSON.stringify({ made_from, pins })) });
    kept = { made_from, pins };
  };
  return {
    read: (operator_id) => list()?.pins.find((one) => one.operator_id === operator_id) ?? null,
    madeFrom: () => list()?.made_from ?? null,
    change: (pin) => {
      const { made_from = '', pins = [] } = list() ?? {};
      write(made_from, [...pins.filter((one) => one.operator_id !== pin.operator_id), pin]);
    },
    write: (pins, made_from) => write(made_from, pins),
  };
}
