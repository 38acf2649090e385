/** What a hand at the simulated or emulated printer can do. */
export interface PrinterControls {
  paperOut(on: boolean): void;
  headOpen(on: boolean): void;
  paused(on: boolean): void;
  ribbonOut(on: boolean): void;
  bufferFull(on: boolean): void;
  /** Labels are taken and none comes out, without any flag that says why. */
  jam(on: boolean): void;
  /** Answers nothing. */
  silence(on: boolean): void;
  /** Labels that came out, each copy of its own: the ZPL between `^XA` and `^XZ`. */
  readonly printed: () => readonly string[];
  /** Labels taken and not yet out. */
  readonly held: () => number;
}

/** The printer's side of ZPL: bytes in, answers out. The simulated printer and the network emulator share it. */
export interface ZplPrinterModel extends PrinterControls {
  /**
   * A line to the printer: takes text as it comes, and returns the answers to the commands that were completed by it.
   * What was received in part is gone with the line.
   */
  line(): (text: string) => string;
}

const framed = (text: string): string => `\u0002${text}\u0003\r\n`;
const bit = (on: boolean): string => (on ? '1' : '0');
const padded = (value: number, width: number): string => String(value).padStart(width, '0');

/** Answers as documented for ~HS and ~HI (Zebra, ZPL II Programming Guide). */
export function zplPrinterModel(): ZplPrinterModel {
  const flags = { paper: false, head: false, paused: false, ribbon: false, full: false, jam: false, silent: false };
  const printed: string[] = [];
  let held: { zpl: string; left: number }[] = [];

  const print = (): void => {
    if (flags.paper || flags.head || flags.paused || flags.ribbon || flags.jam) return;
    for (const { zpl, left } of held) for (let copy = 0; copy < left; copy += 1) printed.push(zpl);
    held = [];
  };

  const status = (pending: string): string => {
    const left = held[0]?.left ?? 0;
    const partial = bit(pending.includes('^XA'));
    return (
      framed(
        `030,${bit(flags.paper)},${bit(flags.paused)},0256,${padded(held.length, 3)},${bit(flags.full)},0,${partial},000,0,0,0`,
      ) +
      framed(`001,0,${bit(flags.head)},${bit(flags.ribbon)},1,2,6,0,${padded(left, 8)},1,000`) +
      framed('1234,0')
    );
  };

  const line = (): ((text: string) => string) => {
    let pending = '';
    return (text) => {
      const fresh = pending.slice(-2) + text;
      pending += text;
      // a long label is not searched again with every piece of it
      if (!/\^XZ|~H[SI]/u.test(fresh)) return '';
      let answer = '';
      for (;;) {
        // a tilde command is obeyed at once, even in the middle of a format
        const query = /~H[SI]/u.exec(pending);
        const format = /\^XA(?<body>[^]*?)\^XZ/u.exec(pending);
        if (query !== null && (format === null || query.index < format.index + format[0].length)) {
          pending = pending.slice(0, query.index) + pending.slice(query.index + query[0].length);
          if (!flags.silent)
            answer += query[0] === '~HS' ? status(pending) : framed('ZD421-203dpi,V93.21.15Z,8,8192KB');
        } else if (format === null) {
          break;
        } else {
          const zpl = format.groups?.['body'] ?? '';
          held.push({ zpl, left: Number(/\^PQ(\d+)/u.exec(zpl)?.[1] ?? 1) });
          pending = pending.slice(format.index + format[0].length);
          print();
        }
      }
      // what stands outside a format is nothing
      if (!pending.includes('^XA')) pending = pending.slice(-2);
      return answer;
    };
  };

  const set =
    (flag: keyof typeof flags) =>
    (on: boolean): void => {
      flags[flag] = on;
      print();
    };

  return {
    line,
    paperOut: set('paper'),
    headOpen: set('head'),
    paused: set('paused'),
    ribbonOut: set('ribbon'),
    bufferFull: set('full'),
    jam: set('jam'),
    silence: set('silent'),
    printed: () => printed,
    held: () => held.length,
  };
}
