import type { Migration } from './ddl.ts';
import { tenantsAndHeads } from './0010-tenants-and-heads.ts';
import { catalogOperatorsStationsAndPolicy } from './0020-catalog-operators-stations-and-policy.ts';
import { purchaseOrdersOrdersReceiptsAndPackages } from './0030-purchase-orders-orders-receipts-and-packages.ts';
import { unitsIdentifiersAndCases } from './0040-units-identifiers-and-cases.ts';
import { eventsAndTheirUnits } from './0050-events-and-their-units.ts';
import { feed } from './0060-feed.ts';
import { pairingSignInAndSessions } from './0070-pairing-sign-in-and-sessions.ts';
import { lostRecords } from './0150-lost-records.ts';
import { consoleLookups } from './0100-console-lookups.ts';
import { stationKeysOutboxImportsAndBackups } from './0130-station-keys-outbox-imports-and-backups.ts';
import { stationComparisons } from './0140-station-comparisons.ts';
import { stationScopes } from './0141-station-scopes.ts';
import { firstFactsOfDocumentCases } from './0170-first-facts-of-document-cases.ts';

/** The schema's history in order. Released steps are frozen; what a page needs beyond the ledger is numbered from 0100. */
export const MIGRATIONS: readonly Migration[] = [
  tenantsAndHeads,
  catalogOperatorsStationsAndPolicy,
  purchaseOrdersOrdersReceiptsAndPackages,
  unitsIdentifiersAndCases,
  eventsAndTheirUnits,
  feed,
  pairingSignInAndSessions,
  consoleLookups,
  lostRecords,
  stationKeysOutboxImportsAndBackups,
  stationComparisons,
  stationScopes,
  firstFactsOfDocumentCases,
];
