import type { ReactElement } from 'react';
import { encodeCode128 } from './code128.ts';

const QUIET = 10;

export interface BarcodeProps {
  readonly text: string;
  readonly height?: number;
  /** GS1-128: FNC1 in front, each GS of the text as FNC1. */
  readonly gs1?: boolean;
}

/** A Code 128 barcode as a drawing; black on white in both colour schemes, or no scanner reads it. */
export function Barcode({ text, height = 60, gs1 = false }: BarcodeProps): ReactElement {
  let x = QUIET;
  const bars: ReactElement[] = [];
  encodeCode128(text, { gs1 }).forEach((width, index) => {
    if (index % 2 === 0) bars.push(<rect key={x} x={x} width={width} height={height} />);
    x += width;
  });
  return (
    <svg
      viewBox={`0 0 ${x + QUIET} ${height}`}
      width="100%"
      height={height}
      preserveAspectRatio="xMidYMid meet"
      role="img"
      aria-label={text.replaceAll('\u001D', '␝')}
      shapeRendering="crispEdges"
    >
      <rect width={x + QUIET} height={height} fill="#fff" />
      <g fill="#000">{bars}</g>
    </svg>
  );
}
