import { createHash, randomBytes, randomInt } from 'node:crypto';

/** 256 random bits as text. A hash of it is all that is kept: no guess of so many bits succeeds, so it need not be a slow one. */
export function makeSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** Without I, L, O, U, 0 and 1: what is read from one screen and typed at another must not be mistaken. */
const CODE_LETTERS = 'ABCDEFGHJKMNPQRSTVWXYZ23456789';

const fourLetters = (): string =>
  Array.from({ length: 4 }, () => CODE_LETTERS.charAt(randomInt(CODE_LETTERS.length))).join('');
const makeTypedCode = (groups: number): string => Array.from({ length: groups }, fourLetters).join('-');

/** 30^8 ≈ 6.6·10^11 codes; good for 15 minutes, and wrong ones are slowed. */
export const makePairingCode = (): string => makeTypedCode(2);
/** 30^12 ≈ 5.3·10^17 codes; good for 24 hours, and wrong ones are slowed. */
export const makeOneTimeCode = (): string => makeTypedCode(3);

/** A code as it is hashed: capitals, without dashes and blanks. */
export function normaliseTypedCode(typed: string): string {
  return typed.toUpperCase().replaceAll(/[^A-Z0-9]/gu, '');
}
