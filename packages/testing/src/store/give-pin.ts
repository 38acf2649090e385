import * as nodeCrypto from 'node:crypto';
import type { Store } from '@serialbridge/central/storage';
import { hashPin } from '@serialbridge/protocol/credentials';

/** Gives a person of a test's store a PIN that is cheap to check. */
export async function givePin(store: Store, tenant_id: string, operator_id: string, pin: string): Promise<void> {
  const pin_hash = await hashPin(pin, nodeCrypto, { N: 1024, r: 8, p: 1 });
  await store.transaction(({ db }) =>
    db
      .insertInto('operator_secret')
      .values({ tenant_id, operator_id, pin_hash, pin_state: 'set', pin_digits: pin.length, pin_changed_at: 1 })
      .execute(),
  );
}
