/**
 * Version of the station contract and of the sync messages, one number for both. Raise it when a receiver of the old version could
 * misread the new one; additive optional fields do not raise it.
 *
 * History:
 * 1 — first version.
 */
export const PROTOCOL_VERSION = 1;

/** The oldest version this software still talks to. */
export const OLDEST_PROTOCOL_VERSION = 1;
