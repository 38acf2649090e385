import type { BenchLine } from './bench.ts';

/** Milliseconds as a person reads them: three significant digits, seconds from one second on. */
export function formatMs(ms: number): string {
  if (!Number.isFinite(ms)) return '–';
  if (ms >= 1000) return `${(ms / 1000).toFixed(2)} s`;
  if (ms >= 100) return `${ms.toFixed(0)} ms`;
  if (ms >= 1) return `${ms.toPrecision(3)} ms`;
  return `${(ms * 1000).toPrecision(3)} µs`;
}

const HEAD = ['work', 'size', 'floor', 'measured', 'ratio', 'goal', 'met?'] as const;

function cells(line: BenchLine): readonly string[] {
  const ratio = line.measured_ms / line.floor_ms;
  return [
    line.work,
    line.size,
    `${formatMs(line.floor_ms)} (${line.floor_what})`,
    `${formatMs(line.measured_ms)} (${line.measured_what})`,
    Number.isFinite(ratio) ? `${ratio.toFixed(ratio < 10 ? 2 : 0)}×` : '–',
    line.goal,
    line.met ? 'yes' : 'NO',
  ];
}

/** One Markdown table, columns padded so that it also reads in a terminal; notes follow as a list. */
export function formatTable(lines: readonly BenchLine[]): string {
  const rows = [HEAD, ...lines.map(cells)].map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`)));
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const text = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  const notes = lines.flatMap(({ work, notes: said = [] }) => said.map((note) => `- ${work}: ${note}`));
  return [text(head), rule, ...body.map(text), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}
