import { expect, test } from 'vitest';
import { MIGRATIONS } from '../storage/migrations/index.ts';
import { SECRET_COLUMNS, withoutSecrets } from './secrets.ts';

/** Hashes of what is no secret: of files, of the ledger and of the feed; and that a PIN changed, or must. */
const NO_SECRETS = new Set(['hash', 'fork_hash', 'pin_state', 'pin_changed_at']);
const SOUNDS_SECRET = /hash|secret|pin(?:$|_)|password|token|private|credential|pairing_code|one_time|sealed/u;

const columns = MIGRATIONS.flatMap((step) => step.statements)
  .filter((text) => /^\s*(?:create table|alter table)/u.test(text))
  .flatMap((text) => [...text.matchAll(/^\s*(?:add column )?"?(\w+)"? (?:uuid|text|bigint|jsonb|boolean|double)/gmu)])
  .map(([, name = '']) => name);

test('audit.secrets: every column that sounds like a secret never stands in the audit log', () => {
  const sounding = [...new Set(columns)].filter((name) => SOUNDS_SECRET.test(name) && !NO_SECRETS.has(name));
  expect(sounding).toContain('pin_hash');
  expect(sounding.filter((name) => !SECRET_COLUMNS.has(name))).toEqual([]);
});

test('audit.secrets: secrets are left out at any depth', () => {
  const said = withoutSecrets({ name: 'Maria', pin_hash: 'x', of: [{ password_hash: 'x', pin: '1', kept: null }] });
  expect(said).toEqual({ name: 'Maria', of: [{ kept: null }] });
});
