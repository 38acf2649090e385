import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { NoPostgres, startPostgres } from '@serialbridge/testing/postgres/postgres';
import { WrongResult, type Bench, type BenchLine } from '../bench/bench.ts';
import { formatGrowth, formatTable } from '../bench/format-table.ts';
import { benchAcceptance } from '../bench/works/acceptance.ts';
import { benchBulkReceive } from '../bench/works/bulk-receive.ts';
import { benchCatchUp } from '../bench/works/catch-up.ts';
import { benchCompare } from '../bench/works/compare.ts';
import { benchFirstPull } from '../bench/works/first-pull.ts';
import { benchLinks } from '../bench/works/links.ts';
import { benchHeld } from '../bench/works/held.ts';
import { benchPush } from '../bench/works/push.ts';
import { benchVerdict } from '../bench/works/verdict.ts';

const BENCHES: Readonly<Record<string, Bench>> = {
  verdict: benchVerdict,
  links: benchLinks,
  acceptance: benchAcceptance,
  bulk: benchBulkReceive,
  pull: benchFirstPull,
  push: benchPush,
  held: benchHeld,
  'catch-up': benchCatchUp,
  compare: benchCompare,
};

const HELP = `npm run bench [-- options]   figures beside their floors (exit 1 only if data came out wrong)
  --quick        smaller sizes, for CI
  --only NAME    one of ${Object.keys(BENCHES).join(', ')}; may be given several times
  --units N      beside so many units, 10000 to 10000000; given several times, a table shows how each figure grows
  --json FILE    also write the figures there
`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    units: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
const say = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

async function run(names: readonly string[]): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'serialbridge-bench-'));
  const needsPostgres = names.some((name) => ['pull', 'push', 'held', 'catch-up', 'compare'].includes(name));
  const postgres = needsPostgres
    ? await startPostgres().catch((error: unknown) => {
        if (!(error instanceof NoPostgres)) throw error;
        say(`lines of PostgreSQL are left out: ${error.message}`);
        return null;
      })
    : null;
  const lines: BenchLine[] = [];
  const sizes: readonly (number | null)[] = values.units.length === 0 ? [null] : values.units.map(Number);
  const bySize = new Map<number | null, readonly BenchLine[]>();
  const wrong: string[] = [];
  const from = performance.now();
  const [loadBefore = 0] = loadavg();
  try {
    for (const [units, name] of sizes.flatMap((size) => names.map((one) => [size, one] as const))) {
      const place = mkdtempSync(join(scratch, 'work-'));
      try {
        const bench = BENCHES[name];
        if (bench === undefined) continue;
        const postgres_url = postgres?.url ?? null;
        const found = await bench({ quick: values.quick, units, scratch: place, postgres_url, say });
        lines.push(...found);
        bySize.set(units, [...(bySize.get(units) ?? []), ...found]);
      } catch (error) {
        // The others still tell something.
        wrong.push(
          `${name}: ${error instanceof WrongResult ? error.message : String((error as Error).stack ?? error)}`,
        );
      } finally {
        rmSync(place, { recursive: true, force: true });
      }
    }
  } finally {
    await postgres?.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`\n${formatTable(lines)}\n`);
  if (sizes.length > 1) console.log(`${formatGrowth(bySize)}\n`);
  const missed = lines.filter(({ met }) => !met).length;
  const seconds = ((performance.now() - from) / 1000).toFixed(0);
  console.log(
    `${lines.length} figures, ${missed} beside their goal, ${wrong.length} failed; ${seconds} s, Node ${process.versions.node}, ${availableParallelism()} cores`,
  );
  // Goals in seconds are for a machine that does nothing else; the ratios are for any.
  console.log(`load of the machine: ${loadBefore.toFixed(1)} when it began, ${(loadavg()[0] ?? 0).toFixed(1)} now`);
  for (const what of wrong) console.error(`FAILED ${what}`);
  if (values.json !== undefined) {
    const { node } = process.versions;
    writeFileSync(values.json, `${JSON.stringify({ quick: values.quick, node, lines, wrong }, null, 2)}\n`);
  }
  return wrong.length === 0 ? 0 : 1;
}

const names = values.only.length === 0 ? Object.keys(BENCHES) : values.only;
const unknown = names.filter((name) => BENCHES[name] === undefined);
if (values.help) console.log(HELP);
else if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(', ')}.\n${HELP}`);
  process.exitCode = 1;
} else process.exitCode = await run(names);
