import { existsSync, writeFileSync } from 'node:fs';
import { EVENTS } from '@serialbridge/core/events';
import { goldenFile, readDraft } from './support/event-golden.ts';
import { tellGoldens } from './support/event-story.ts';

/**
 * Writes the golden files of events: `node test/compat/make-goldens.ts`. For a new type or version put `{"body": {…}}` into its file under
 * test/compat/events first, with ids that other golden files have in `given`. A file that is whole is never touched, for it was shipped;
 * `--again TYPE` writes one anew, for a meaning that was changed on purpose.
 */
const again = process.argv.includes('--again') ? process.argv.slice(process.argv.indexOf('--again') + 1) : [];
for (const [type, golden] of tellGoldens()) {
  const file = goldenFile(type, EVENTS[type].v);
  if (existsSync(file) && readDraft(type, EVENTS[type].v) === undefined && !again.includes(type)) continue;
  writeFileSync(file, `${JSON.stringify(golden)}\n`);
  process.stdout.write(`${file}\n`);
}
