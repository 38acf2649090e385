export { centralIdentity, type CentralIdentity } from './central-identity.ts';
export { forgetCredential } from './credential-cache.ts';
export { createPairingCode, pair, revokeStation } from './pairing.ts';
export { hashPassword, keepPassword } from './passwords.ts';
export { authenticateStation, claimedStation, issueCredential, type SyncStation } from './station-credentials.ts';
export { sweepSignIn } from './sweep.ts';
