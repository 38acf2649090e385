import { setImmediate as letOthersRun } from 'node:timers/promises';
import { identitiesOf, keyOf, revisionOf, type AnyRow, type Entity, type Row } from '@serialbridge/core/model';
import type { Fault } from '@serialbridge/protocol';
import type { Central } from '../auth/central.ts';
import { fault, notFound, Refusal } from '../refusal.ts';
import { DraftRefused, recordCentralEvents, type CentralDraft } from '../ledger/index.ts';
import { ENTITY_TABLES, type BulkReader, type ReadDb, type TenantHeadTable, type WriteTx } from '../storage/index.ts';

/** Events hold at most this many rows and about this many bytes (an event may have 128 KiB with its envelope). */
const MOST_ROWS = 500;
const MOST_BYTES = 96 * 1024;
/** Values asked for in one query. SQLite answers in this thread, and others should wait for a few milliseconds only. */
const READ_AT_ONCE = 2000;

/** Who asks for a change; null: no person but central itself, or `by`, a program that names itself. `address`: from where. */
export interface Asker {
  readonly tenant_id: string;
  readonly operator_id: string | null;
  readonly by?: string;
  readonly address?: string;
}

type JsonRow = Extract<CentralDraft, { type: 'records-put' }>['body']['rows'][number];

/** Reads a tenant's records while they cannot change. Remembers each row that it has shown. */
export class RecordReader {
  readonly tenant_id: string;
  readonly db: ReadDb;
  readonly #bulk: BulkReader;
  readonly #seen = new Map<string, string>();

  constructor(tenant_id: string, { db, bulk }: { readonly db: ReadDb; readonly bulk: BulkReader }) {
    this.tenant_id = tenant_id;
    this.db = db;
    this.#bulk = bulk;
  }

  /** Rows of an entity whose `column` is one of `values`, those that have their code for themselves first. */
  async find<E extends Entity>(entity: E, column: keyof Row<E> & string, values: Iterable<string>): Promise<Row<E>[]> {
    const wanted = [...new Set(values)];
    const found: AnyRow[] = [];
    for (let at = 0; at < wanted.length; at += READ_AT_ONCE) {
      if (at > 0) await letOthersRun();
      const part = wanted.slice(at, at + READ_AT_ONCE);
      found.push(...(await this.#bulk.readWhere(this.tenant_id, ENTITY_TABLES[entity], column, part)));
    }
    return this.#show(entity, found);
  }

  /** Every row of an entity of which a tenant has few. */
  async all<E extends Entity>(entity: E): Promise<Row<E>[]> {
    return this.#show(
      entity,
      await this.#bulk.readAfter(this.tenant_id, ENTITY_TABLES[entity], undefined, Number.MAX_SAFE_INTEGER),
    );
  }

  /** The row with this id, of an entity whose key is one. */
  async row<E extends Entity>(entity: E, id: string): Promise<Row<E> | undefined> {
    const [row] = this.#show(entity, await this.#bulk.readKeys(this.tenant_id, ENTITY_TABLES[entity], [[id]]));
    return row;
  }

  /** The codes, numbers and badges of these rows that another record has already. A record that is marked as a double does not have its code. */
  async held<E extends Entity>(
    entity: E,
    rows: readonly Row<E>[],
  ): Promise<{ readonly row: Row<E>; readonly column: string; readonly value: unknown }[]> {
    const asked = rows.flatMap((row) => identitiesOf(entity, row).map((identity) => ({ row, ...identity })));
    const held = [];
    for (const same of Map.groupBy(asked, ({ columns }) => columns.join()).values()) {
      const key = same[0]?.columns ?? [];
      const spec = { ...ENTITY_TABLES[entity], key };
      const present = await this.#bulk.readKeys(
        this.tenant_id,
        spec,
        same.map(({ values }) => values),
      );
      const holders = new Map(
        present.filter((one) => !isDouble(one)).map((one) => [key.map((column) => one[column]).join('|'), one]),
      );
      for (const { row, values } of same) {
        const holder = holders.get(values.join('|'));
        if (holder !== undefined && keyOf(entity, holder) !== keyOf(entity, row))
          held.push({ row, column: key.at(-1) ?? '', value: values.at(-1) });
      }
    }
    return held;
  }

  /** The same as faults of one row; `what` is the record's name in a sentence. */
  async taken<E extends Entity>(entity: E, row: Row<E>, what: string): Promise<Fault[]> {
    const held = await this.held(entity, [row]);
    return held.map(({ column, value }) =>
      fault('record.taken', `The ${column === 'sku' ? 'SKU' : column} ${String(value)} is another ${what}'s.`, column),
    );
  }

  #show<E extends Entity>(entity: E, rows: readonly AnyRow[]): Row<E>[] {
    for (const row of rows) this.#seen.set(`${entity} ${keyOf(entity, row)}`, revisionOf(entity, row));
    // The bulk reader decodes rows by the entity's own columns.
    return rows.toSorted((a, b) => Number(isDouble(a)) - Number(isDouble(b))) as unknown as Row<E>[];
  }

  /** The revision of a row that was read here; null: the row was not read, so it must be a new one. */
  protected seen(entity: Entity, row: AnyRow): string | null {
    return this.#seen.get(`${entity} ${keyOf(entity, row)}`) ?? null;
  }
}

const isDouble = (row: AnyRow): boolean => (row['double_of'] ?? null) !== null;

/** What a command works with: it reads here what it needs for its decision, and says here what to record. */
export class CommandTx extends RecordReader {
  readonly head: TenantHeadTable;
  /** When its events are recorded. */
  readonly now: number;
  readonly #drafts: CentralDraft[] = [];

  constructor(head: TenantHeadTable, tx: { readonly db: ReadDb; readonly bulk: BulkReader }, now: number) {
    super(head.tenant_id, tx);
    this.head = head;
    this.now = now;
  }

  get drafts(): readonly CentralDraft[] {
    return this.#drafts;
  }

  record(draft: CentralDraft): void {
    this.#drafts.push(draft);
  }

  /**
   * Puts rows as they are from now on. Each carries the revision of the row that this command has read, or none for a new row. So a command
   * cannot overwrite a row that it has not looked at.
   */
  put<E extends Entity>(entity: E, rows: readonly Row<E>[], import_id: string | null = null): void {
    let part: JsonRow[] = [];
    let made_from: (string | null)[] = [];
    let bytes = 0;
    const flush = (): void => {
      if (part.length > 0) this.record({ type: 'records-put', body: { import_id, entity, rows: part, made_from } });
      part = [];
      made_from = [];
      bytes = 0;
    };
    for (const row of rows) {
      const size = Buffer.byteLength(JSON.stringify(row));
      if (part.length >= MOST_ROWS || bytes + size > MOST_BYTES) flush();
      // Rows are JSON already: every column is text, number, boolean, null or JSON.
      part.push(row as JsonRow);
      made_from.push(this.seen(entity, row));
      bytes += size;
    }
    flush();
  }
}

/**
 * The only way in which a person, a program or an import changes records. `work` runs while the tenant lock is held. What it reads through `tx` is
 * still true when its events are applied, and when it throws, nothing is left behind. It may run again when the database asks for it (a deadlock,
 * a busy file), so it must keep nothing outside of `tx`. `write` is for rows that are no records and must be committed together with them.
 */
export async function command<T>(
  central: Central,
  { tenant_id, operator_id, by, address }: Asker,
  work: (tx: CommandTx, write: WriteTx) => Promise<T>,
): Promise<T> {
  let answer: { readonly value: T } | undefined;
  const options = { operator_id, by, address, now: central.now() };
  try {
    const { outcomes } = await recordCentralEvents(
      central.store,
      tenant_id,
      async (write, head) => {
        const tx = new CommandTx(head, { db: write.db as unknown as ReadDb, bulk: write.bulk }, options.now);
        answer = { value: await work(tx, write) };
        return tx.drafts;
      },
      options,
    );
    for (const { outcome } of outcomes) central.metrics.events.inc({ source: 'central', outcome });
  } catch (error) {
    if (error instanceof DraftRefused && error.refused.every((one) => one.held_reason === 'held.row-changed'))
      throw new Refusal('request.conflict');
    throw error;
  }
  if (answer === undefined) throw new Error('the command did not run');
  return answer.value;
}

/** Reads what a command would read, and changes nothing. For a trial run. */
export function trial<T>({ store }: Central, tenant_id: string, work: (tx: RecordReader) => Promise<T>): Promise<T> {
  return store.read((tx) => work(new RecordReader(tenant_id, tx)));
}

/** The row that a person has edited. @throws Refusal if there is none, or if it is no longer as it was on the screen */
export async function editedRow<E extends Entity>(
  tx: RecordReader,
  entity: E,
  id: string,
  revision: string,
  what: string,
): Promise<Row<E>> {
  const row = await tx.row(entity, id);
  if (row === undefined) throw notFound(what);
  if (revisionOf(entity, row) !== revision)
    throw new Refusal('request.conflict', { detail: `Somebody changed this ${what} meanwhile; read it again.` });
  return row;
}

/** @throws Refusal with all faults at once */
export function refuseFaults(faults: readonly Fault[]): void {
  if (faults.length === 0) return;
  const worst = (['request.invalid', 'record.taken', 'record.unknown'] as const).find((code) =>
    faults.some((one) => one.code === code),
  );
  throw new Refusal(worst ?? (faults.every((one) => one.code.startsWith('pin.')) ? 'pin.refused' : 'request.invalid'), {
    errors: faults,
    detail: faults.map((one) => one.message).join(' '),
  });
}
