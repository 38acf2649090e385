export { LabelError } from './label-error.ts';
export { labelSvg } from './label-svg.ts';
export { type LabelSize, testLabel, unitLabel } from './label-templates.ts';
export { labelZpl } from './label-zpl.ts';
export { QueuedJob } from './print-queue.ts';
export type { Label } from './label.ts';
export { layOut } from './lay-out.ts';
