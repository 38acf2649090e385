export { tenantTables as migratedTables } from '@serialbridge/central/storage';
