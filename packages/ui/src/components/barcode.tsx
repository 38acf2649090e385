import type { ReactElement } from 'react';
import { encodeCode128 } from './code128.ts';

const QUIET = 10;

/** A Code 128 barcode as a drawing; black on white in both colour schemes, or no scanner reads it. */
export function Barcode({ text, height = 60 }: { text: string; height?: number }): ReactElement {
  let x = QUIET;
  const bars: ReactElement[] = [];
  encodeCode128(text).forEach((width, index) => {
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
      aria-label={text}
      shapeRendering="crispEdges"
    >
      <rect width={x + QUIET} height={height} fill="#fff" />
      <g fill="#000">{bars}</g>
    </svg>
  );
}
