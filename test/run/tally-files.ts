import { readFileSync } from 'node:fs';
import { add, emptyTally, tallyLine, type Tally } from './tally.ts';

/** `npm run tally -- a.json b.json …`: prints the sum as the one closing line of a CI run. */
const total = emptyTally();
for (const file of process.argv.slice(2)) add(total, JSON.parse(readFileSync(file, 'utf8')) as Tally);
process.stdout.write(`${tallyLine(total)}\n`);
process.exitCode = total.failed === 0 ? 0 : 1;
