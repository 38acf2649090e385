import { execFile } from 'node:child_process';
import { z } from 'zod';
import type { DeviceLink } from '@serialbridge/protocol/station';
import { cleanText } from '../links/clean-text.ts';
import type { Found } from './found.ts';

/** What a program prints. Rejects with `ENOENT` where there is no such program. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>;

const PATIENCE_MS = 5000;

export const runProgram: RunProgram = (program, args) =>
  new Promise((resolve, reject) => {
    // the words are read, so they must be the English ones
    const options = { timeout: PATIENCE_MS, env: { ...process.env, LC_ALL: 'C' }, windowsHide: true };
    execFile(program, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(Object.assign(error, { said: `${stdout}\n${stderr}` }));
    });
  });

function queue(id: string, name: string, link: DeviceLink, path: string | null): Found {
  const none = { profile: null, vendor_id: null, product_id: null, serial_number: null };
  return { ...none, attached_id: `${link.type}:${id}`, name, kind: 'printer', link, path };
}

/** No CUPS here, or it has no queue: nothing is wrong with that. */
function isQuiet(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  const said = error instanceof Error && 'said' in error ? String(error.said) : '';
  return (
    code === 'ENOENT' || /no destinations|scheduler is not running|connection refused|bad file descriptor/iu.test(said)
  );
}

/** The queues of CUPS, by `lpstat -v`: `device for NAME: URI`. */
export async function findCupsQueues(run: RunProgram): Promise<Found[]> {
  let listed = '';
  try {
    listed = await run('lpstat', ['-v']);
  } catch (error) {
    if (isQuiet(error)) return [];
    throw error;
  }
  return listed.split('\n').flatMap((line) => {
    const match = /^device for (?<name>[^:]+): (?<uri>.*)$/u.exec(line)?.groups;
    const name = cleanText(match?.['name']);
    if (match === undefined || name === null) return [];
    // a network queue's address may carry a password
    const uri = cleanText(match['uri']?.replace(/\/\/[^/@]*@/u, '//'));
    return [queue(name, name, { type: 'cups', queue: name }, uri)];
  });
}

const printersSchema = z.array(z.object({ Name: z.string().min(1), PortName: z.string().nullish() }));
const LIST = 'ConvertTo-Json -Compress -InputObject @(Get-Printer | Select-Object Name,PortName)';

/** The printers of Windows. */
export async function findSpoolerPrinters(run: RunProgram): Promise<Found[]> {
  const answer = (await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', LIST])).trim();
  if (answer === '') return [];
  return printersSchema
    .parse(JSON.parse(answer))
    .map(({ Name: name, PortName: port }) => queue(name, name, { type: 'spooler', printer: name }, port ?? null));
}
