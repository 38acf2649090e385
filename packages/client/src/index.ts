export { CallError } from './call-error.ts';
