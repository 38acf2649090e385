import { writeSync } from 'node:fs';
import { addStock, append, openTestStore } from './store-fixture.ts';

/** A process that appends, some times or until it is killed, and says each append when it is accepted: what is said must be on the disk. */
const [, , dir = '', times = 'Infinity'] = process.argv;
const store = openTestStore(dir);
writeSync(1, `open ${store.log.head().seq}\n`);
for (let made = 0; made < Number(times); made += 1)
  for (const { envelope } of append(store, addStock(1))) writeSync(1, `accepted ${envelope.seq} ${envelope.hash}\n`);
store.close();
