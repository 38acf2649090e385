import type { LaidOutLabel, Placed } from './lay-out.ts';
import { code128Bars } from './matrix-symbol.ts';
import { textWidth } from './zpl/text-width.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/gu, (character) => ENTITIES[character] ?? '');

const rect = (x: number, y: number, width: number, height: number): string =>
  `M${x} ${y}h${width}v${height}h${-width}z`;

function barsPath({ x, y, height, module, codewords }: Extract<Placed, { type: 'bars' }>): string {
  let at = x;
  return code128Bars(codewords)
    .map((modules, index) => {
      const from = at;
      at += modules * module;
      return index % 2 === 0 ? rect(from, y, modules * module, height) : '';
    })
    .join('');
}

/** Dark modules, those side by side in a row as one: seams between them would show. */
function matrixPath({ x, y, module, symbol }: Extract<Placed, { type: 'matrix' }>): string {
  const { modules, dark } = symbol;
  let path = '';
  for (let row = 0; row < modules; row += 1) {
    for (let column = 0; column < modules; column += 1) {
      let run = 0;
      while (column + run < modules && dark[row * modules + column + run] === true) run += 1;
      if (run > 0) path += rect(x + column * module, y + row * module, run * module, module);
      column += run;
    }
  }
  return path;
}

/** Capitals of font 0 stand on a baseline at so much of its height. */
const BASELINE = 0.78;

function drawn(placed: Placed): string {
  switch (placed.type) {
    case 'line': {
      const { x, y, size, text } = placed;
      // as wide as it was reckoned, whatever font is at hand
      const width = (textWidth(text) * size).toFixed(1);
      return `<text x="${x}" y="${(y + size * BASELINE).toFixed(1)}" font-size="${size}" textLength="${width}" lengthAdjust="spacingAndGlyphs" xml:space="preserve">${escaped(text)}</text>`;
    }
    case 'bars':
      return `<path d="${barsPath(placed)}"/>`;
    case 'matrix':
      return `<path d="${matrixPath(placed)}"/>`;
    case 'box':
      break;
  }
  const { x, y, width, height, line } = placed;
  const solid = width <= 2 * line || height <= 2 * line;
  const hole = solid ? '' : rect(x + line, y + line, width - 2 * line, height - 2 * line);
  return `<path fill-rule="evenodd" d="${rect(x, y, width, height)}${hole}"/>`;
}

/** The label as it will be printed, dot for dot but for the printer's own font: one SVG that needs nothing else, sized in millimetres. */
export function labelSvg(label: LaidOutLabel): string {
  const { width, height, dots_per_mm: dotsPerMm } = label;
  const size = `width="${width / dotsPerMm}mm" height="${height / dotsPerMm}mm" viewBox="0 0 ${width} ${height}"`;
  const font = `font-family="'Arial Narrow','Liberation Sans Narrow','Roboto Condensed',Arial,Helvetica,sans-serif" font-weight="bold"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img">`,
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<g fill="#000" ${font} shape-rendering="crispEdges">`,
    ...label.placed.map(drawn),
    '</g></svg>',
  ].join('\n');
}
