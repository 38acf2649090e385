export {
  registerTransportTests,
  type TransportUnderTest,
  type Serve,
  type ServedHost,
} from './register-transport-tests.ts';
export { feedbackFixture, packingStateFixture } from './station-fixtures.ts';
export { copyText, FakeCentral, type Trouble } from './fake-central.ts';
export { foldInto, ledgerEvent } from './ledger-event.ts';
export { nextId, rowOf } from './rows.ts';
export { temporaryFolder, type TemporaryFolder } from './temporary-folder.ts';
