import { parentPort, workerData } from 'node:worker_threads';
import { bulkLoad, type LoadPlan, type LoadTask } from './bulk-load.ts';
import { settleLog } from './settle-log.ts';
import { stepBack } from './step-back.ts';

/** The thread of one load: does its tasks one after another and answers each, in order. */
export type LoadAnswer =
  { readonly rows: number | null } | { readonly failed: { readonly name: string; readonly message: string } };

const port = parentPort;
if (port !== null) {
  stepBack();
  const plan = workerData as LoadPlan;
  const load = bulkLoad(plan);
  const answer = (given: LoadAnswer): void => {
    port.postMessage(given);
  };
  port.on('message', (task: LoadTask) => {
    try {
      const rows = load.run(task);
      if (task.do === 'finish') settleLog(plan.in_use, plan.driver);
      answer({ rows });
    } catch (error) {
      const { name, message } = error instanceof Error ? error : { name: 'Error', message: String(error) };
      answer({ failed: { name, message } });
    }
  });
}
