import { formatElementString, GS, parseElementString } from '@serialbridge/core/gs1';
import { type LabelFault, refuseFaults } from './label-error.ts';
import type {
  BoxElement,
  Code128Element,
  Label,
  LabelElement,
  MatrixElement,
  SymbolData,
  TextElement,
} from './label.ts';
import { dataMatrix, type MatrixSymbol, qrCode } from './matrix-symbol.ts';
import { code128Codewords, code128Modules } from './zpl/code-128.ts';
import { named, notAscii, unprintable } from './zpl/field-data.ts';
import { fitText, LINE_HEIGHT } from './zpl/fit-text.ts';

/** An element where it comes to lie, in whole dots. */
export type Placed =
  | { readonly type: 'line'; readonly x: number; readonly y: number; readonly size: number; readonly text: string }
  | {
      readonly type: 'bars';
      readonly x: number;
      readonly y: number;
      readonly height: number;
      readonly module: number;
      readonly codewords: readonly number[];
    }
  | {
      readonly type: 'matrix';
      readonly symbology: 'datamatrix' | 'qr';
      readonly x: number;
      readonly y: number;
      readonly module: number;
      readonly symbol: MatrixSymbol;
      /** Printable ASCII; GS is FNC1. */
      readonly text: string;
    }
  | {
      readonly type: 'box';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly line: number;
    };

/** A label with every decision taken (sizes, line breaks, modules): printed and shown from this alone. */
export interface LaidOutLabel {
  readonly dots_per_mm: number;
  readonly width: number;
  readonly height: number;
  readonly placed: readonly Placed[];
}

export interface LayOutOptions {
  readonly dots_per_mm: number;
  /** For the century of GS1 dates. */
  readonly year: number;
}

/** Finer modules are not read reliably off a thermal label by a worn head; 0.25 mm is two dots at 203 dpi. */
const FINEST_MM = 0.25;
/** Wider ones gain nothing for a hand scanner. */
const WIDEST_MM = { bars: 0.5, matrix: 0.75 } as const;
/** ^BY and ^BQ take no wider modules (dots). */
const WIDEST_DOTS = 10;
const QUIET_128 = 10;
const QUIET = { datamatrix: 1, qr: 4 } as const;

class Sheet {
  readonly placed: Placed[] = [];
  readonly faults: LabelFault[] = [];
  readonly options: LayOutOptions;

  constructor(options: LayOutOptions) {
    this.options = options;
  }

  dots(mm: number): number {
    return Math.round(mm * this.options.dots_per_mm);
  }

  place(element: LabelElement): void {
    switch (element.type) {
      case 'text':
        return this.#text(element);
      case 'code128':
        return this.#code128(element);
      case 'datamatrix':
      case 'qr':
        return this.#matrix(element);
      case 'box':
        return this.#box(element);
    }
  }

  #box(element: BoxElement): void {
    const [x, y, line] = [this.dots(element.x_mm), this.dots(element.y_mm), Math.max(1, this.dots(element.line_mm))];
    const [width, height] = [this.dots(element.width_mm), this.dots(element.height_mm)].map((n) => Math.max(line, n));
    this.placed.push({ type: 'box', x, y, width: width ?? line, height: height ?? line, line });
  }

  #text(element: TextElement): void {
    const { name, text, lines } = element;
    const bad = unprintable(text);
    if (bad !== undefined) {
      this.#fault('label.not-encodable', { element: name, character: named(bad) });
      return;
    }
    if (text.trim() === '') {
      this.#fault('label.empty', { element: name });
      return;
    }
    const [width, size, smallest] = [element.width_mm, element.size_mm, element.min_size_mm].map((n) => this.dots(n));
    const fitted = fitText(text, { width: width ?? 0, size: size ?? 0, min_size: smallest ?? 0, lines });
    if (fitted === null) {
      this.#fault('label.does-not-fit', { element: name, text });
      return;
    }
    const x = this.dots(element.x_mm);
    for (const [index, line] of fitted.lines.entries()) {
      const y = this.dots(element.y_mm) + Math.round(index * fitted.size * LINE_HEIGHT);
      this.placed.push({ type: 'line', x, y, size: fitted.size, text: line });
    }
  }

  /** The data as printable ASCII with GS for FNC1; null when it cannot be encoded, which is noted. */
  #encodable(name: string, data: SymbolData): string | null {
    const text = 'text' in data ? data.text : GS + formatElementString(data.gs1);
    if (text.replaceAll(GS, '') === '') {
      this.#fault('label.empty', { element: name });
      return null;
    }
    if ('gs1' in data) {
      const parsed = parseElementString(text, { year: this.options.year });
      for (const { message } of parsed.errors) this.#fault('label.gs1', { element: name, message });
      return parsed.errors.length > 0 || !this.#readsBack(name, data.gs1, parsed.elements) ? null : text;
    }
    const bad = notAscii(text);
    if (bad === undefined) return text;
    this.#fault('label.not-encodable', { element: name, character: named(bad) });
    return null;
  }

  /** A value with a separator in it, or cut short, would be read as other elements than were meant. */
  #readsBack(
    name: string,
    meant: readonly { ai: string; value: string }[],
    read: readonly { ai: string; value: string }[],
  ): boolean {
    const same =
      meant.length === read.length &&
      meant.every(({ ai, value }, at) => read[at]?.ai === ai && read[at].value === value);
    const plain = meant.every(({ value }) => notAscii(value) === undefined);
    if (!same || !plain) this.#fault('label.gs1', { element: name, message: 'The elements would be read as others.' });
    return same && plain;
  }

  #code128(element: Code128Element): void {
    const text = this.#encodable(element.name, element.data);
    if (text === null) return;
    const codewords = code128Codewords(text);
    const modules = code128Modules(codewords) + 2 * QUIET_128;
    const width = this.dots(element.width_mm);
    const height = this.dots(element.height_mm);
    const module = this.#module(width, modules, WIDEST_MM.bars);
    if (module !== null) {
      const x = this.dots(element.x_mm) + Math.floor((width - modules * module) / 2) + QUIET_128 * module;
      this.placed.push({ type: 'bars', x, y: this.dots(element.y_mm), height, module, codewords });
    } else if (element.otherwise === 'datamatrix') {
      const size_mm = Math.min(element.width_mm, element.height_mm);
      const x_mm = element.x_mm + (element.width_mm - size_mm) / 2;
      this.#matrix({ ...element, type: 'datamatrix', x_mm, size_mm, otherwise: 'refuse' });
    } else {
      this.#fault('label.does-not-fit', { element: element.name, text: shown(text) });
    }
  }

  #matrix(element: MatrixElement): void {
    const { name, type } = element;
    const text = this.#encodable(name, element.data);
    if (text === null) return;
    const symbol = type === 'qr' ? qrCode(text) : dataMatrix(text);
    const quiet = QUIET[type];
    const room = this.dots(element.size_mm);
    const module = symbol && this.#module(room, symbol.modules + 2 * quiet, WIDEST_MM.matrix);
    if (symbol === null || module === null) {
      this.#fault('label.does-not-fit', { element: name, text: shown(text) });
      return;
    }
    const margin = Math.floor((room - symbol.modules * module) / 2);
    const [x, y] = [this.dots(element.x_mm) + margin, this.dots(element.y_mm) + margin];
    this.placed.push({ type: 'matrix', symbology: type, x, y, module, symbol, text });
  }

  /** Dots of a module so that so many fill a room; null when they would be too fine. */
  #module(room: number, modules: number, widestMm: number): number | null {
    const { dots_per_mm: dotsPerMm } = this.options;
    const module = Math.min(Math.floor(room / modules), Math.floor(widestMm * dotsPerMm), WIDEST_DOTS);
    return module / dotsPerMm >= FINEST_MM ? module : null;
  }

  #fault(id: LabelFault['id'], params: LabelFault['params']): void {
    this.faults.push({ id, params });
  }
}

const shown = (text: string): string => text.replaceAll(GS, ' ').trim();

/** Where a placed element ends, to the right and below. */
function extent(placed: Placed): readonly [number, number] {
  const { x, y } = placed;
  if (placed.type === 'line') return [x, y + placed.size];
  if (placed.type === 'box') return [x + placed.width, y + placed.height];
  if (placed.type === 'bars') return [x + code128Modules(placed.codewords) * placed.module, y + placed.height];
  const size = placed.symbol.modules * placed.module;
  return [x + size, y + size];
}

/**
 * Decides how a label is printed: text shrunk and wrapped, symbols at the widest module that fits. Throws a LabelError
 * with every fault of the label at once.
 */
export function layOut(label: Label, options: LayOutOptions): LaidOutLabel {
  const sheet = new Sheet(options);
  const [width, height] = [sheet.dots(label.width_mm), sheet.dots(label.height_mm)];
  for (const element of label.elements) {
    const before = sheet.placed.length;
    const faults = sheet.faults.length;
    sheet.place(element);
    if ('otherwise' in element && element.otherwise === 'leave-out') sheet.faults.length = faults;
    const outside = sheet.placed.slice(before).some((placed) => {
      const [right, bottom] = extent(placed);
      return placed.x < 0 || placed.y < 0 || right > width || bottom > height;
    });
    if (outside)
      sheet.faults.push({ id: 'label.does-not-fit', params: { element: element.name, text: contentOf(element) } });
  }
  refuseFaults(sheet.faults);
  return { dots_per_mm: options.dots_per_mm, width, height, placed: sheet.placed };
}

function contentOf(element: LabelElement): string {
  if (element.type === 'box') return element.name;
  if (element.type === 'text') return element.text;
  return 'text' in element.data ? element.data.text : shown(formatElementString(element.data.gs1));
}
