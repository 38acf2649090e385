import { ImportReading, type ImportKind } from '@serialbridge/protocol/central';
import type { Central } from '../../auth/central.ts';
import type { ReadDb, WriteTx } from '../../storage/index.ts';

async function rememberedReading(
  db: ReadDb,
  tenant_id: string,
  import_kind: ImportKind,
  layout: string,
): Promise<ImportReading | null> {
  const row = await db
    .selectFrom('import_layout')
    .select('reading')
    .where('tenant_id', '=', tenant_id)
    .where('import_kind', '=', import_kind)
    .where('layout', '=', layout)
    .executeTakeFirst();
  return row === undefined ? null : ImportReading.parse(JSON.parse(row.reading));
}

/** How the last file with these headings was read; null: nobody has said it. It says how a file is read, and decides nothing of what is recorded. */
export function rememberedBy(
  { store }: Pick<Central, 'store'>,
  tenant_id: string,
  import_kind: ImportKind,
): (layout: string) => Promise<ImportReading | null> {
  return (layout) => store.read(({ db }) => rememberedReading(db, tenant_id, import_kind, layout));
}

export interface KeptLayout {
  readonly tenant_id: string;
  readonly import_kind: ImportKind;
  readonly layout: string;
  readonly reading: ImportReading;
  readonly kept_at: number;
  readonly kept_by: string;
}

/** Remembered with the import that was read so, in its transaction. */
export async function rememberReading({ db }: WriteTx, { reading, ...kept }: KeptLayout): Promise<void> {
  const values = { ...kept, reading: JSON.stringify(reading) };
  await db
    .insertInto('import_layout')
    .values(values)
    .onConflict((conflict) =>
      conflict
        .columns(['tenant_id', 'import_kind', 'layout'])
        .doUpdateSet({ reading: values.reading, kept_at: values.kept_at, kept_by: values.kept_by }),
    )
    .execute();
}
