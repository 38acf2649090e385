export { startCentral, SOFTWARE, type CentralOptions, type RunningCentral } from './start-central.ts';
export { StartFailure, EXIT_CODES } from './cli/start-failure.ts';
export type { FirstAdmin } from './cli/bootstrap.ts';
