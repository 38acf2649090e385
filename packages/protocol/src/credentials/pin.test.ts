import * as nodeCrypto from 'node:crypto';
import { expect, test } from 'vitest';
import { formatPinHash, hashPin, parsePinHash, verifyPin } from './pin.ts';

const cheap = { N: 1024, r: 8, p: 1 };

test('a PIN is found right and a wrong one is not', async () => {
  const stored = await hashPin('0042', nodeCrypto, cheap);
  expect(stored).toMatch(/^scrypt\$1024\$8\$1\$/);
  expect(await verifyPin('0042', stored, nodeCrypto)).toBe(true);
  expect(await verifyPin('42', stored, nodeCrypto)).toBe(false);
  expect(await verifyPin('0043', stored, nodeCrypto)).toBe(false);
});

test('two hashes of one PIN differ by their salt', async () => {
  expect(await hashPin('1234', nodeCrypto, cheap)).not.toBe(await hashPin('1234', nodeCrypto, cheap));
});

test('the form is read back byte for byte, as node:crypto writes base64url', () => {
  for (let length = 16; length < 40; length += 1) {
    const hash = { ...cheap, salt: nodeCrypto.randomBytes(length), hash: nodeCrypto.randomBytes(length) };
    const text = formatPinHash(hash);
    expect(text).toContain(`$${Buffer.from(hash.salt).toString('base64url')}$`);
    expect(Buffer.from(parsePinHash(text)?.hash ?? []).toString('hex')).toBe(Buffer.from(hash.hash).toString('hex'));
  }
});

test.each([
  '',
  'scrypt$1024$8$1$c2FsdA',
  'scrypt$1000$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'scrypt$2097152$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA',
  'argon2id$1024$8$1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAA',
])('a hash that cannot be read lets nobody in: %s', async (text) => {
  expect(parsePinHash(text)).toBeNull();
  expect(await verifyPin('1234', text, nodeCrypto)).toBe(false);
});
