export { startCentral, SOFTWARE, type CentralOptions, type RunningCentral } from './server/start-central.ts';
export { StartFailure, EXIT_CODES } from './server/start-failure.ts';
export type { FirstAdmin, WantedAdmin } from './server/bootstrap.ts';
