/** What whoever starts a host shares with it, without the host's own weight. */
export { EXIT_CANNOT_START } from './exit-codes.ts';
export { refuseUpgrade } from './refuse-upgrade.ts';
