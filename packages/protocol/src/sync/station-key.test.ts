import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { KeyId, keyIdOf } from './station-key.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

test('the id of a station’s key stays what it was: stations and central keep keys by it', () => {
  // The first key of RFC 8032, 7.1.
  const key_id = keyIdOf('11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo', sha256);
  expect(key_id).toBe('21fe31dfa154a261626bf854046fd227');
  expect(KeyId.safeParse(key_id).success).toBe(true);
  expect(() => keyIdOf('11qYAYKx CrfVS', sha256)).toThrow(TypeError);
});
