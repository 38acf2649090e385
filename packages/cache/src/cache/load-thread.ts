import { parentPort, workerData } from 'node:worker_threads';
import { bulkLoad, type LoadPlan, type LoadTask } from './bulk-load.ts';

/** The thread of one load: does its tasks one after another and answers each, in order. */
export type LoadAnswer =
  { readonly rows: number | null } | { readonly failed: { readonly name: string; readonly message: string } };

const port = parentPort;
if (port !== null) {
  const load = bulkLoad(workerData as LoadPlan);
  const answer = (given: LoadAnswer): void => {
    port.postMessage(given);
  };
  port.on('message', (task: LoadTask) => {
    try {
      answer({ rows: load.run(task) });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      answer({ failed: { name, message } });
    }
  });
}
