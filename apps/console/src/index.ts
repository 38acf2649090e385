export { ADDRESS } from './renderer/app/addresses.ts';
