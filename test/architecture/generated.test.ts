import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { generated, GENERATED_DOCUMENTS } from '../../scripts/docs.ts';

test.each(GENERATED_DOCUMENTS)(
  'docs.generated: %s says what the declarations say; else run "npm run docs"',
  async (document) => {
    expect(readFileSync(document, 'utf8')).toBe(await generated(document));
  },
);
