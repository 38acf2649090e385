import { createServer } from 'node:net';

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** Looks before anything is started, so that the answer is one line and nothing has to be stopped again. */
export async function requireFreePorts(ports: readonly number[]): Promise<void> {
  const busy: number[] = [];
  for (const port of ports) if (port !== 0 && !(await isFree(port))) busy.push(port);
  if (busy.length > 0)
    throw new Error(
      `Port ${busy.join(', ')} is in use. End the program that uses it, or choose others with --listen PORT (central takes that one, the stations the two after it).`,
    );
}
