import { nciOracle } from '../nci-scp-01/oracle.ts';
import type { ProtocolOracle } from '../parts/plain-reading.ts';

/** Six characters of weight, and an S before the status. */
export const oracle: ProtocolOracle = { ...nciOracle(6, 'S'), unsigned: true };
