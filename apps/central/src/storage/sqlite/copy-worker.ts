import { parentPort, workerData } from 'node:worker_threads';
import { copyAnswers, type CopyAnswer, type CopyTask } from './copy-rows.ts';

/** Thread of one copy-out. */
const port = parentPort;
if (port !== null) {
  const source = copyAnswers(workerData as CopyTask);
  port.on('message', (asked: 'next' | 'close') => {
    const step = asked === 'close' ? source.return(undefined) : source.next();
    if (step.done === true) {
      port.close();
      return;
    }
    const answer: CopyAnswer = step.value;
    port.postMessage(answer, answer.kind === 'chunk' ? [answer.text.buffer] : []);
  });
}
