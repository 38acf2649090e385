export { ADDRESS } from './renderer/components/addresses.ts';
