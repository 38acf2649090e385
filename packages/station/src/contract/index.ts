/** What whoever starts a host shares with it, without the host's own weight. */
export { takeUpgrades } from './refuse-upgrade.ts';

/** Exit code of a host that cannot start for a reason only a person can mend (sysexits.h EX_CONFIG). It prints that reason as its last line. */
export const EXIT_CANNOT_START = 78;
