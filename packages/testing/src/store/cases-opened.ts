import type { Store } from '@serialbridge/central/storage';

/** Cases by their rule and number; null: none. Honest work opens none, and one that does is slower than what is to be measured. */
export async function casesOpened({ db }: Store): Promise<string | null> {
  const rules = await db
    .selectFrom('case')
    .select(({ fn }) => ['rule', fn.countAll<number>().as('n')])
    .groupBy('rule')
    .execute();
  return rules.length === 0 ? null : rules.map(({ rule, n }) => `${n} ${rule}`).join(', ');
}
