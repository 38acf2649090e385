import { v7 as uuidv7 } from 'uuid';
import { readHead, lockTenant } from '../../ledger/index.ts';
import type { BackupMarkTable } from '../../storage/store/database.ts';
import type { ReadTx, Store, WriteTx } from '../../storage/store/store.ts';
import { raiseBackedUp } from '../../sync/backed-up.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu;

/** The text is no mark, or it is of a history that this central no longer has. Nothing was noted. */
export class WrongMark extends Error {
  readonly code = 'backup.wrong-mark';
}

export interface BackupNote {
  readonly tenant_id: string;
  readonly version: number;
  readonly noted_at: number;
}

/** The mark for a backup that is about to be made. It is read before the backup begins, because the backup may hold more but never less. */
export async function markBackup(
  store: Store,
  tenant_id: string,
  backup_id: string,
  now: number,
): Promise<BackupMarkTable> {
  return store.transaction(async (tx) => {
    const { epoch, version, hash } = await lockTenant(tx, tenant_id);
    const mark = {
      tenant_id,
      backup_id,
      epoch,
      version,
      hash,
      marked_at: now,
      noted_at: null,
      noted_by: null,
      place: null,
    };
    await tx.db.insertInto('backup_mark').values(mark).execute();
    return mark;
  });
}

/** Checks that version and hash are of this history. Below the feed's floor only the epoch can be compared. */
async function isOfHistory(tx: WriteTx, mark: Pick<BackupMarkTable, 'tenant_id' | 'epoch' | 'version' | 'hash'>) {
  const head = await lockTenant(tx, mark.tenant_id);
  if (mark.version > head.version) return false;
  const found = await tx.db
    .selectFrom('feed_version')
    .select('hash')
    .where('tenant_id', '=', mark.tenant_id)
    .where('version', '=', mark.version)
    .executeTakeFirst();
  return found === undefined ? mark.epoch === head.epoch : found.hash === mark.hash;
}

async function lastNoted(db: ReadTx['db'] | WriteTx['db'], tenant_id: string): Promise<BackupMarkTable | undefined> {
  return db
    .selectFrom('backup_mark')
    .selectAll()
    .where('tenant_id', '=', tenant_id)
    .where('noted_at', 'is not', null)
    .orderBy('version', 'desc')
    .orderBy('noted_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

interface Noted {
  readonly by: string;
  readonly place: string | null;
  readonly now: number;
}

/** The backup that was marked is there and whole: from now on stations may forget what it holds. @throws WrongMark */
export async function noteMark(
  store: Store,
  mark: Pick<BackupMarkTable, 'tenant_id' | 'backup_id' | 'epoch' | 'version' | 'hash' | 'marked_at'>,
  { by, place, now }: Noted,
): Promise<BackupNote> {
  const { tenant_id, backup_id, epoch, version, hash, marked_at } = mark;
  await store.transaction(async (tx) => {
    if (!(await isOfHistory(tx, mark)))
      throw new WrongMark(
        `Version ${version} of the mark is none that this central has: it was restored since. Make a new backup and mark.`,
      );
    const before = (await lastNoted(tx.db, tenant_id))?.version ?? 0;
    const row = { tenant_id, backup_id, epoch, version, hash, marked_at, noted_at: now, noted_by: by, place };
    await tx.db
      .insertInto('backup_mark')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['tenant_id', 'backup_id']).doUpdateSet({ noted_at: now, noted_by: by, place }),
      )
      .execute();
    await raiseBackedUp(tx, tenant_id, before, version);
  });
  return { tenant_id, version, noted_at: now };
}

/** Notes a mark that `markBackup` kept, for every tenant that has it. @throws WrongMark */
export async function noteKeptMark(store: Store, backup_id: string, noted: Noted): Promise<BackupNote[]> {
  if (!UUID.test(backup_id)) throw new WrongMark(`${backup_id} is no backup mark.`);
  const tenants = await store.db.selectFrom('tenant').select('tenant_id').orderBy('tenant_id').execute();
  const marks: BackupMarkTable[] = [];
  for (const { tenant_id } of tenants) {
    const mark = await store.db
      .selectFrom('backup_mark')
      .selectAll()
      .where('tenant_id', '=', tenant_id)
      .where('backup_id', '=', backup_id)
      .executeTakeFirst();
    if (mark !== undefined) marks.push(mark);
  }
  if (marks.length === 0) throw new WrongMark(`There is no backup mark ${backup_id} here.`);
  const notes: BackupNote[] = [];
  for (const mark of marks) notes.push(await noteMark(store, mark, noted));
  return notes;
}

/**
 * Notes a backup that was made without a mark: as of a version, or as of the last one before a time. The caller vouches that the backup began
 * after it. @throws WrongMark if the feed no longer holds that version
 */
export async function noteAt(
  store: Store,
  tenant_id: string,
  at: { readonly version: number } | { readonly before: number },
  noted: Noted,
): Promise<BackupNote> {
  const head = await readHead(store.db, tenant_id);
  const query = store.db
    .selectFrom('feed_version')
    .select(['version', 'hash'])
    .where('tenant_id', '=', tenant_id)
    .orderBy('version', 'desc')
    .limit(1);
  const found = await (
    'version' in at ? query.where('version', '=', at.version) : query.where('at', '<', at.before)
  ).executeTakeFirst();
  if (found === undefined)
    throw new WrongMark(
      'version' in at
        ? `Version ${at.version} is none that the feed still holds; it stands at ${head.version} and goes back to ${head.floor}.`
        : 'The feed no longer holds any version before that time.',
    );
  return noteMark(store, { tenant_id, backup_id: uuidv7(), epoch: head.epoch, ...found, marked_at: noted.now }, noted);
}

/** After this long without a backup the console warns. */
const WARN_MS = 3 * 24 * 60 * 60 * 1000;

/** The newest backup that central knows of; `due`: none for three days. A tenant made less than three days ago has time yet. */
export async function backupState(
  db: ReadTx['db'],
  tenant_id: string,
  now: number,
): Promise<{
  last: { noted_at: number; marked_at: number; version: number; by: string; place: string | null } | null;
  due: boolean;
}> {
  const found = await lastNoted(db, tenant_id);
  if (found !== undefined) {
    const { noted_at, marked_at, version, noted_by, place } = found;
    return {
      last: { noted_at: noted_at ?? marked_at, marked_at, version, by: noted_by ?? '', place },
      due: marked_at + WARN_MS < now,
    };
  }
  const tenant = await db
    .selectFrom('tenant')
    .select('created_at')
    .where('tenant_id', '=', tenant_id)
    .executeTakeFirst();
  return { last: null, due: (tenant?.created_at ?? 0) + WARN_MS < now };
}
