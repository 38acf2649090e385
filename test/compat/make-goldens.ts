import { existsSync, writeFileSync } from 'node:fs';
import { EVENTS } from '@serialbridge/core/events';
import { goldenFile } from './support/event-golden.ts';
import { tellGoldens } from './support/event-story.ts';

/**
 * Writes the golden file of every event type at its present version that has none yet: `node test/compat/make-goldens.ts`. A file that is
 * there is never touched, for it was shipped; `--again TYPE` writes one anew, for a meaning that was changed on purpose.
 */
const again = process.argv.includes('--again') ? process.argv.slice(process.argv.indexOf('--again') + 1) : [];
for (const [type, golden] of tellGoldens()) {
  const file = goldenFile(type, EVENTS[type].v);
  if (existsSync(file) && !again.includes(type)) continue;
  writeFileSync(file, `${JSON.stringify(golden)}\n`);
  process.stdout.write(`${file}\n`);
}
