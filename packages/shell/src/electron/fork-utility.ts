import { utilityProcess, type UtilityProcess } from 'electron';
import type { HostProcess } from '../supervisor/supervise.ts';

/** A host under Electron: the same bundle, in a utility process of its own, so that native code can die without the window. */
export interface UtilityHost extends HostProcess {
  readonly process: UtilityProcess;
}

export function forkUtility(entry: string, args: readonly string[]): UtilityHost {
  const child = utilityProcess.fork(entry, [...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
    serviceName: 'station-host',
  });
  let lastLine = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    lastLine = chunk.toString('utf8').trim().split('\n').at(-1) ?? lastLine;
  });
  return {
    process: child,
    onExit: (listener) => child.once('exit', (code) => listener(code, lastLine)),
    stop: () => {
      child.kill();
    },
  };
}
