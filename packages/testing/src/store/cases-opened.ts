import type { Store } from '@serialbridge/central/storage';
import { RIGHTS_RULES } from '@serialbridge/core/ledger';

/** Cases by their rule and number; null: none. Honest work opens none, and one that does is slower than what is to be measured. */
export async function casesOpened({ db }: Store): Promise<string | null> {
  const rules = await db
    .selectFrom('case')
    .select(({ fn }) => ['rule', fn.countAll<number>().as('n')])
    .groupBy('rule')
    .execute();
  return rules.length === 0 ? null : rules.map(({ rule, n }) => `${n} ${rule}`).join(', ');
}

/** Of those, the ones that doubt who did it: people whom central knows open none, however their facts contradict each other. */
export async function peopleDoubted(store: Store): Promise<string | null> {
  const cases = await casesOpened(store);
  return cases !== null && RIGHTS_RULES.some((rule) => cases.includes(rule)) ? cases : null;
}
