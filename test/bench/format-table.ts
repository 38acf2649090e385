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

const ratioOf = ({ measured_ms, floor_ms }: BenchLine): string => {
  const ratio = measured_ms / floor_ms;
  return Number.isFinite(ratio) ? `${ratio.toFixed(ratio < 10 ? 2 : 0)}×` : '–';
};

function cells(line: BenchLine): readonly string[] {
  return [
    line.work,
    line.size,
    `${formatMs(line.floor_ms)} (${line.floor_what})`,
    `${formatMs(line.measured_ms)} (${line.measured_what})`,
    ratioOf(line),
    line.goal,
    line.met ? 'yes' : 'NO',
  ];
}

/** A Markdown table, columns padded so that it also reads in a terminal. */
export function table(head: readonly string[], body: readonly (readonly string[])[]): string {
  const rows = [head, ...body].map((row) => row.map((cell) => cell.replaceAll('|', String.raw`\|`)));
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const text = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [first = [], ...others] = rows;
  return [text(first), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...others.map(text)].join('\n');
}

/** All figures; notes follow as a list. */
export function formatTable(lines: readonly BenchLine[]): string {
  const notes = lines.flatMap(({ work, notes: said = [] }) => said.map((note) => `- ${work}: ${note}`));
  return [table(HEAD, lines.map(cells)), ...(notes.length > 0 ? ['', ...notes] : [])].join('\n');
}

/** How each figure, and what it is of its floor, grows with the units beside which it was taken. */
export function formatGrowth(bySize: ReadonlyMap<number | null, readonly BenchLine[]>): string {
  const works = [...new Set([...bySize.values()].flat().map(({ work }) => work))];
  const sizes = [...bySize.keys()];
  const cellOf = (work: string, size: number | null): string => {
    const line = bySize.get(size)?.find((one) => one.work === work);
    return line === undefined ? '–' : `${formatMs(line.measured_ms)}, ${ratioOf(line)}`;
  };
  return table(
    ['measured, of its floor', ...sizes.map((size) => `${String(size)} units`)],
    works.map((work) => [work, ...sizes.map((size) => cellOf(work, size))]),
  );
}
