export { createScanService } from './scan-service.ts';
export type { ScanTarget, WorkMeaning } from './scan-target.ts';
export { feedbackOf, outcomeOfError } from './feedback.ts';
