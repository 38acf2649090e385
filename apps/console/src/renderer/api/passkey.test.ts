import { expect, test } from 'vitest';
import { passkeysNeed } from './passkey.ts';

test.each([
  ['https:', 'central.example', null],
  ['http:', 'localhost', null],
  ['http:', 'console.localhost', null],
  ['http:', 'central.example', 'passkey.needs-certificate'],
  ['http:', '127.0.0.1', 'passkey.needs-name'],
  ['https:', '10.0.0.5', 'passkey.needs-name'],
  ['https:', '[fd00::5]', 'passkey.needs-name'],
])('%s//%s: what a passkey needs there is %s', (protocol, hostname, needs) => {
  expect(passkeysNeed({ protocol, hostname })).toBe(needs);
});
