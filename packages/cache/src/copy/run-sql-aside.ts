import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';

/**
 * Runs SQL on a file in a thread of its own, for what would keep scans waiting: building the indexes of a big load. The thread's program is text, so that
 * it needs no file of its own beside the packaged bundle.
 */
const PROGRAM = `
const { workerData } = require('node:worker_threads');
const Database = require(workerData.driver);
const db = new Database(workerData.path, { fileMustExist: true });
for (const sql of workerData.statements) db.exec(sql);
db.close();
`;

export function runSqlAside(path: string, statements: readonly string[]): Promise<void> {
  const driver = createRequire(import.meta.url).resolve('better-sqlite3');
  return new Promise((resolve, reject) => {
    const worker = new Worker(PROGRAM, { eval: true, workerData: { driver, path, statements: [...statements] } });
    worker.once('error', reject);
    worker.once('exit', (code) => {
      if (code === 0) resolve();
      else reject(new Error(`the thread that builds indexes ended with ${code}`));
    });
  });
}
