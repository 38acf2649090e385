export { registerCarrierTests, type CarrierUnderTest, type Serve, type ServedHost } from './register-carrier-tests.ts';
export { feedbackFixture, packingStateFixture } from './station-fixtures.ts';
