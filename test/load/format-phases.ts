import { formatMs } from '../bench/format-table.ts';
import type { Spread } from './figures.ts';
import type { PhaseLine } from './phase.ts';

const times = ({ p50, p99, max }: Spread): string => `${formatMs(p50)} / ${formatMs(p99)} / ${formatMs(max)}`;

const COLUMNS: Readonly<Record<string, (line: PhaseLine) => string>> = {
  phase: ({ phase }) => phase,
  s: ({ seconds }) => seconds.toFixed(0),
  'events/s made → taken': ({ offered, acknowledged }) => `${offered.toFixed(0)} → ${acknowledged.toFixed(0)}`,
  'pushes/s': ({ pushes }) => pushes.toFixed(0),
  'push p50 / p99 / max': ({ push }) => times(push),
  'recorded → acknowledged': ({ ack }) => times(ack),
  'hello p50 / p99 / max': ({ hello }) => times(hello),
  'feed p50 / p99 / max': ({ feed }) => times(feed),
  'pages/s, MiB/s': ({ feeds, feed_mib }) => `${feeds.toFixed(0)}, ${feed_mib.toFixed(1)}`,
  'hints/s': ({ hints }) => hints.toFixed(0),
  'console p99': ({ console_p99 }) => formatMs(console_p99),
  refused: ({ refused }) => refused,
  'CPU % central / database / generator': ({ cpu }) =>
    `${cpu.central.toFixed(0)} / ${cpu.database.toFixed(0)} / ${cpu.generator.toFixed(0)}`,
  'lag p99': ({ lag_p99_ms }) => formatMs(lag_p99_ms),
  'RSS MiB start / peak / end': ({ rss_mib }) =>
    `${rss_mib.start.toFixed(0)} / ${rss_mib.peak.toFixed(0)} / ${rss_mib.end.toFixed(0)}`,
  'heap MiB': ({ heap_mib }) => heap_mib.toFixed(0),
  connections: ({ connections }) => String(connections),
};

/** One Markdown table, phases as columns: there are more figures than phases. */
export function formatPhases(lines: readonly PhaseLine[]): string {
  const rows = Object.entries(COLUMNS).map(([name, cell]) => [name, ...lines.map(cell)]);
  const widths = Array.from({ length: lines.length + 1 }, (_, at) =>
    Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  const text = (row: readonly string[]): string =>
    `| ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  const [head = [], ...rest] = rows;
  return [text(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest.map(text)].join('\n');
}
