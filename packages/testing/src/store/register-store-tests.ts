import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest';
import type { FreshStore } from './fresh-store.ts';
import { registerDigestTests } from './register-digest-tests.ts';
import { registerDoubleTests } from './register-double-tests.ts';
import { registerFeedTailTests } from './register-feed-tail-tests.ts';
import { registerFeedTests } from './register-feed-tests.ts';
import { registerHeldTests } from './register-held-tests.ts';
import { registerAuditEntryTests } from './register-audit-entry-tests.ts';
import { registerLedgerTests } from './register-ledger-tests.ts';
import { registerOutboxTests } from './register-outbox-tests.ts';
import { registerPushTests } from './register-push-tests.ts';
import { registerSchemaTests } from './register-schema-tests.ts';
import { registerScopeTests } from './register-scope-tests.ts';

/** Gives the test at hand its own store. */
export type TheStore = () => FreshStore;

/** The one conformance suite of central's store; every engine must pass all of it. */
export function registerStoreTests(name: string, openFreshStore: () => Promise<FreshStore>): void {
  describe(`store on ${name}`, () => {
    let fresh: FreshStore | undefined;
    beforeEach(async () => {
      fresh = await openFreshStore();
    });
    afterEach(async () => {
      await fresh?.drop();
      fresh = undefined;
    });
    const the: TheStore = () => {
      if (fresh === undefined) throw new Error('no store is open');
      return fresh;
    };
    registerSchemaTests(the);
    registerPushTests(the);
    registerHeldTests(the);
    registerLedgerTests(the);
    registerAuditEntryTests(the);
    registerDoubleTests(the);
    registerFeedTests(the);
    registerFeedTailTests(the);
    registerDigestTests(the);
    registerScopeTests(the);
  });
  // Each of these makes a tenant of its own: one database is enough for all.
  describe(`outboxes and backups on ${name}`, () => {
    let fresh: FreshStore | undefined;
    beforeAll(async () => {
      fresh = await openFreshStore();
    });
    afterAll(() => fresh?.drop());
    registerOutboxTests(() => {
      if (fresh === undefined) throw new Error('no store is open');
      return fresh;
    });
  });
}
