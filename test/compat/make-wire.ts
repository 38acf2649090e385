import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { shapeOf } from './support/fingerprint.ts';
import { WIRE_SCHEMAS, wireExamples } from './support/wire-messages.ts';

/** Writes what protocol 1 says, once: `node test/compat/make-wire.ts`. What is there was shipped and is not touched. */
const file = join(import.meta.dirname, 'wire/protocol-1.json');
if (!existsSync(file)) {
  const examples = wireExamples();
  const messages = Object.entries(WIRE_SCHEMAS).map(([name, schema]) => [
    name,
    { schema: shapeOf(schema), example: examples[name] },
  ]);
  writeFileSync(file, `${JSON.stringify(Object.fromEntries(messages))}\n`);
}
