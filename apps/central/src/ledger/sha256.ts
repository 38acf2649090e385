import { hash } from 'node:crypto';

/** SHA-256 of bytes, or of UTF-8 text, as lower-case hex. */
export function sha256(given: string | Uint8Array): string {
  return hash('sha256', given, 'hex');
}
