import { createHash } from 'node:crypto';
import { runsOf, type CacheScan, type StationStore } from '@serialbridge/cache';
import { ENTITY_NAMES, columnsOf, type Entity } from '@serialbridge/core/model';
import type { ComparedRequest, DigestResponse } from '@serialbridge/protocol';
import {
  digester,
  keyValues,
  rangeChanges,
  type DigestOf,
  type Hasher,
  type RowsDigest,
} from '@serialbridge/protocol/digest';
import type { CentralClient } from './central-client.ts';
import type { SyncPorts } from './sync-ports.ts';

/** Rows read, digested and compared in one go: some 5 ms, so that scans go on. */
const SLICE_ROWS = 500;

type KeyValues = readonly string[] | null;
interface Range {
  readonly entity: Entity;
  readonly after: KeyValues;
  readonly upto: KeyValues;
}
type EntityDigest = DigestResponse['entities'][number];

export interface CompareParts {
  readonly store: Pick<StationStore, 'cache'>;
  readonly ports: Pick<SyncPorts, 'breathe'>;
  /** Runs work while no pull touches the cache. */
  readonly alone: <T>(work: () => Promise<T>) => Promise<T>;
}

const columnNames = (entity: Entity): string[] => columnsOf(entity).map(({ name }) => name);
const newHasher = (): Hasher => {
  const hash = createHash('sha256');
  return { update: (text) => hash.update(text, 'utf8'), hex: () => hash.digest('hex') };
};
const keyOrNull = (key: KeyValues): string[] | null => (key === null ? null : [...key]);
const isSame = (a: RowsDigest, b: RowsDigest): boolean => a.rows === b.rows && a.digest === b.digest;

async function digestRange(
  scan: CacheScan,
  { entity, after, upto }: Range,
  changed: readonly string[],
  breathe: () => Promise<void>,
): Promise<RowsDigest> {
  const of: DigestOf = { entity, columns: columnNames(entity), changed: new Set(changed), newHasher };
  const digest = digester(of);
  for (let from = after; ;) {
    const rows = scan.rows(entity, from, upto, SLICE_ROWS);
    digest.add(rows);
    const last = rows.at(-1);
    await breathe();
    if (rows.length < SLICE_ROWS || last === undefined) return digest.take();
    from = keyValues(entity, last);
  }
}

const rangesOf = ({ entity, ranges }: EntityDigest): (Range & { readonly theirs: RowsDigest })[] => {
  let after: KeyValues = null;
  return ranges.map(({ upto, ...theirs }) => {
    const range = { entity, after, upto, theirs };
    after = upto;
    return range;
  });
};

/** The ranges of the cache that differ from central, as of the scan's version. */
async function findDiffering(
  { ports: { breathe } }: CompareParts,
  central: Pick<CentralClient, 'digests' | 'range'>,
  scan: CacheScan,
  signal: AbortSignal,
): Promise<{ readonly rows: number; readonly ranges: readonly Range[] }> {
  const { cursor, scope } = scan;
  if (cursor === null) return { rows: 0, ranges: [] };
  const ask = (entities: readonly Entity[], detail: 'entities' | 'ranges'): Promise<DigestResponse> =>
    central.digests(
      { cursor, scope, detail, columns: Object.fromEntries(entities.map((entity) => [entity, columnNames(entity)])) },
      signal,
    );
  const suspects: Entity[] = [];
  let rows = 0;
  for (const theirs of (await ask(ENTITY_NAMES, 'entities')).entities) {
    const { entity, changed } = theirs;
    const own = await digestRange(scan, { entity, after: null, upto: null }, changed, breathe);
    rows += own.rows;
    if (!isSame(own, theirs)) suspects.push(entity);
  }
  const ranges: Range[] = [];
  if (suspects.length === 0) return { rows, ranges };
  for (const entity of (await ask(suspects, 'ranges')).entities) {
    for (const { theirs, ...range } of rangesOf(entity)) {
      if (!isSame(await digestRange(scan, range, entity.changed, breathe), theirs)) ranges.push(range);
    }
  }
  return { rows, ranges };
}

/** Fetches a range as of the cache's own cursor and puts right what differs, in one transaction. Answers how many rows that were. */
async function repairRange(
  { store, alone }: CompareParts,
  central: Pick<CentralClient, 'digests' | 'range'>,
  range: Range,
  signal: AbortSignal,
): Promise<number> {
  const { entity, upto } = range;
  let repaired = 0;
  for (let { after } = range; ;) {
    const reached = await alone(async () => {
      const { cursor, scope } = store.cache.state();
      if (cursor === null) return upto;
      const answer = await central.range(
        { cursor, scope, entity, after: keyOrNull(after), upto: keyOrNull(upto) },
        signal,
      );
      const own = store.cache.rows(entity, after, answer.upto, -1);
      const of = { entity, columns: columnNames(entity), changed: new Set(answer.changed) };
      const changes = rangeChanges(of, own, answer.rows);
      // The same cursor: the rows are what that version should have been all along. Events not confirmed yet are folded over them again.
      if (changes.length > 0) store.cache.apply(runsOf(changes), cursor);
      repaired += changes.length;
      return answer.upto;
    });
    if (reached === null || JSON.stringify(reached) === JSON.stringify(upto)) return repaired;
    after = reached;
  }
}

/**
 * Compares the cache with central and repairs it. It reads one version of the cache from beginning to end while pulls go on. Only the repair of a
 * range holds them up.
 * @throws CentralError, ScanEnded; what was repaired until then stays
 */
export async function compareCache(
  parts: CompareParts,
  central: Pick<CentralClient, 'digests' | 'range'>,
  signal: AbortSignal,
): Promise<ComparedRequest> {
  const scan = parts.store.cache.scan();
  let found: Awaited<ReturnType<typeof findDiffering>>;
  try {
    found = await findDiffering(parts, central, scan, signal);
  } finally {
    scan.close();
  }
  let rows_repaired = 0;
  for (const range of found.ranges) rows_repaired += await repairRange(parts, central, range, signal);
  return {
    version: scan.cursor?.version ?? 0,
    rows: found.rows,
    ranges_differed: found.ranges.length,
    rows_repaired,
  };
}
