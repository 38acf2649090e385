import * as fc from 'fast-check';
import type { WedgeKey } from './wedge-key.ts';

type Stray = Partial<WedgeKey> & { readonly key: string; readonly code: string };

const alone = (...names: readonly string[]): Stray[] => names.map((key) => ({ key, code: key }));

/** A key of each kind that types no character, by what it is called in a test. */
export const STRAY_KEYS: readonly Stray[] = [
  ...alone('F1', 'F8', 'F9', 'F12', 'Escape', 'Insert', 'Delete', 'Backspace', 'ContextMenu', 'Pause', 'AudioVolumeUp'),
  ...alone('ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'PageUp', 'PageDown'),
  { key: 'Dead', code: 'Quote', composing: true },
  { key: 'Process', code: 'KeyA', composing: true },
  { key: 'Unidentified', code: '' },
  { key: '2', code: 'Digit2', alt: true },
  { key: '2', code: 'Numpad2', alt: true },
  { key: 'd', code: 'KeyD', alt: true },
  { key: 'Enter', code: 'Enter', alt: true },
  { key: 'Enter', code: 'Enter', ctrl: true },
  { key: 'Tab', code: 'Tab', ctrl: true },
  { key: '+', code: 'Equal', ctrl: true },
  { key: '$', code: 'Digit4', ctrl: true },
  { key: '1', code: 'Digit1', ctrl: true },
  { key: 'F8', code: 'F8', ctrl: true },
  { key: 'v', code: 'KeyV', meta: true },
  { key: 'p', code: 'KeyP', ctrl: true, alt: true },
];

/** Keys that only change others: they are no part of any code. */
export const LONE_MODIFIERS: readonly Stray[] = [
  { key: 'Shift', code: 'ShiftLeft' },
  { key: 'Control', code: 'ControlLeft' },
  { key: 'Alt', code: 'AltLeft' },
  { key: 'Meta', code: 'MetaLeft' },
  { key: 'AltGraph', code: 'AltRight' },
  { key: 'CapsLock', code: 'CapsLock' },
];

/** A scan with keys among its own that are none of its characters. */
export interface StrayScan {
  readonly text: string;
  /** Where each comes: 0 before the first character, `text.length` behind the last one, one more behind the suffix. */
  readonly strays: readonly { readonly at: number; readonly key: Stray }[];
  /** Milliseconds from key to key, for as many keys as there are. */
  readonly gaps: readonly number[];
  readonly in_field: boolean;
  readonly suffix: string | null;
  readonly accept_without_suffix: boolean;
}

const characters = Array.from('ABCXYZabz0123456789-./ ]$+(\u00E4');

export const strayScan: (strays: readonly Stray[]) => fc.Arbitrary<StrayScan> = (strays) =>
  fc
    .record({
      text: fc.string({ unit: fc.constantFrom(...characters), minLength: 6, maxLength: 20 }),
      strays: fc.array(fc.record({ at: fc.nat(), key: fc.constantFrom(...strays) }), { minLength: 1, maxLength: 3 }),
      gaps: fc.oneof(
        fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 30, maxLength: 30 }),
        fc.integer({ min: 0, max: 20 }).map((gap) => Array.from({ length: 30 }, () => gap)),
      ),
      in_field: fc.boolean(),
      suffix: fc.constantFrom('Enter', 'Tab', null),
      accept_without_suffix: fc.boolean(),
    })
    .map((scan) => {
      const places = scan.text.length + (scan.suffix === null ? 1 : 2);
      return { ...scan, strays: scan.strays.map(({ at, key }) => ({ at: at % places, key })) };
    });

/** The scan's keys in their order, each with its time. */
export function keysOf({
  text,
  strays,
  gaps,
  suffix,
  in_field,
}: StrayScan): (Stray & { gap: number; in_field: boolean })[] {
  const own: readonly Stray[] = [
    ...Array.from(text).map((key) => ({ key, code: `Key ${key.toUpperCase()}` })),
    ...(suffix === null ? [] : [{ key: suffix, code: suffix }]),
  ];
  const all = Array.from({ length: own.length + 1 }, (_, at) => [
    ...strays.filter((stray) => stray.at === at).map((stray) => stray.key),
    ...own.slice(at, at + 1),
  ]).flat();
  return all.map((key, at) => ({ ...key, in_field, gap: at === 0 ? 1500 : (gaps[at] ?? 1) }));
}
