/** Data of a symbol: text as it is, or GS1 elements, which get FNC1 in front and between. */
export type SymbolData =
  { readonly text: string } | { readonly gs1: readonly { readonly ai: string; readonly value: string }[] };

interface Positioned {
  /** What a fault calls it. */
  readonly name: string;
  /** Millimetres from the left and upper edge of the label. */
  readonly x_mm: number;
  readonly y_mm: number;
}

/** Text that shrinks from `size_mm` to `min_size_mm` and wraps to at most `lines` before it is refused. */
export interface TextElement extends Positioned {
  readonly type: 'text';
  readonly text: string;
  /** Height of a line's characters. */
  readonly size_mm: number;
  readonly min_size_mm: number;
  readonly width_mm: number;
  readonly lines: number;
}

/** Bars in an area; the quiet zones are inside it. The text under it is a text element of its own. */
export interface Code128Element extends Positioned {
  readonly type: 'code128';
  readonly data: SymbolData;
  readonly width_mm: number;
  readonly height_mm: number;
  /** What stands in the area when the bars would be too fine to be read. */
  readonly otherwise: 'refuse' | 'datamatrix';
}

/** A square symbol in a square area; the quiet zone is inside it. */
export interface MatrixElement extends Positioned {
  readonly type: 'datamatrix' | 'qr';
  readonly data: SymbolData;
  readonly size_mm: number;
  /** What becomes of data that the symbol cannot carry: a serial of thirty characters is no AI 21. */
  readonly otherwise: 'refuse' | 'leave-out';
}

/** A frame, or a line where width or height is that of the line. */
export interface BoxElement extends Positioned {
  readonly type: 'box';
  readonly width_mm: number;
  readonly height_mm: number;
  readonly line_mm: number;
}

export type LabelElement = TextElement | Code128Element | MatrixElement | BoxElement;

/** A label as typed elements: what is printed and what is shown are made from the same. */
export interface Label {
  readonly width_mm: number;
  readonly height_mm: number;
  readonly elements: readonly LabelElement[];
}
