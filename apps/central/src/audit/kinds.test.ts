import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AUDIT_KIND_NAMES } from '@serialbridge/protocol/central';
import { expect, test } from 'vitest';

const CENTRAL = join(import.meta.dirname, '..');
const sources = readdirSync(CENTRAL, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
  .map((name) => readFileSync(join(CENTRAL, name), 'utf8'))
  .filter((text) => /\bnoteAudit\(/u.test(text) || /\bAuditEntry\b/u.test(text));

test('audit.kinds: every kind that is declared is written by somebody', () => {
  expect(sources.length).toBeGreaterThan(8);
  expect(AUDIT_KIND_NAMES.filter((kind) => !sources.some((text) => text.includes(`'${kind}'`)))).toEqual([]);
});
