export { forgetCredential } from './credential-cache.ts';
export { createPairingCode, pair, revokeStation } from './pairing.ts';
export { authenticateStation, issueCredential, type SyncStation } from './station-credentials.ts';
