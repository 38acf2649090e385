export { isEnvelope, readEnvelope } from './envelope.ts';
export { labelSchema, type Label } from './label.ts';
export { readLabel } from './read-label.ts';
