import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shapeOf } from './support/fingerprint.ts';
import { WIRE_SCHEMAS } from './support/wire-messages.ts';

/**
 * Writes the schemas of messages that are new in protocol 2: `node test/compat/make-wire.ts`. Put `"NAME": {"example": {…}}` with every field
 * set into the file first. What is there with its schema was shipped and is not touched.
 */
const file = join(import.meta.dirname, 'wire/protocol-2.json');
const shipped = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { schema?: unknown; example: unknown }>;
const messages = Object.entries(WIRE_SCHEMAS).map(([name, schema]) => {
  const message = shipped[name];
  if (message === undefined) throw new Error(`${file} has no example of "${name}"`);
  return [name, { schema: message.schema ?? shapeOf(schema), example: message.example }];
});
writeFileSync(file, `${JSON.stringify(Object.fromEntries(messages))}\n`);
