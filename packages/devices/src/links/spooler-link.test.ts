import { expect, test } from 'vitest';
import type { CommandResult, RunCommand } from './run-command.ts';
import { spoolerLink } from './spooler-link.ts';

const listener = { data: () => undefined, lost: () => undefined };
const ended = (stdout: string, stderr = ''): CommandResult => ({ outcome: 'ended', code: 0, stdout, stderr });

interface Call {
  readonly command: string;
  readonly args: readonly string[];
  readonly input: string;
}

/** A spooler whose answers are told in advance. */
function spooler(...answers: CommandResult[]): { run: RunCommand; calls: Call[] } {
  const calls: Call[] = [];
  return {
    calls,
    run: (command, args, input) => {
      calls.push({ command, args, input: Buffer.from(input).toString('latin1') });
      return Promise.resolve(answers.shift() ?? ended('done\r\n'));
    },
  };
}

test('spooler: the printer is looked for, then the bytes go in as they are', async () => {
  const { run, calls } = spooler();
  const link = spoolerLink({ printer: 'Dock 2' }, run);
  await expect(link.send(Uint8Array.of(1), 100)).rejects.toMatchObject({ id: 'device.not-open' });
  await link.open(listener);
  await link.send(Uint8Array.of(0x5e, 0x58, 0x41, 0xff, 0x00), 100);
  expect(calls.map((call) => call.input)).toEqual(['', '^XA\u00ff\u0000']);
  expect(calls[1]?.command).toBe('powershell.exe');
  await link.close();
  await expect(link.send(Uint8Array.of(1), 100)).rejects.toMatchObject({ id: 'device.not-open' });
});

test.each(["O'Neill", '‘curly’ $(calc) `"; exit', 'Etikettendrucker Süd'])(
  'spooler: %s is a name and nothing else',
  async (printer) => {
    const { run, calls } = spooler();
    await spoolerLink({ printer }, run).open(listener);
    const args = calls[0]?.args ?? [];
    expect(args.slice(0, -1)).toEqual([
      '-NoProfile',
      '-NonInteractive',
      '-ExecutionPolicy',
      'Bypass',
      '-EncodedCommand',
    ]);
    const script = Buffer.from(args.at(-1) ?? '', 'base64').toString('utf16le');
    const name = /FromBase64String\('([A-Za-z0-9+/=]*)'\)/u.exec(script)?.[1] ?? '';
    expect(Buffer.from(name, 'base64').toString('utf8')).toBe(printer);
    expect(script).not.toContain(printer);
    expect(script).toContain('doc.Type = "RAW"');
    // the longest command line of Windows
    expect(args.join(' ').length).toBeLessThan(32_000);
  },
);

test.each<[CommandResult, string]>([
  [ended('open 1801\r\n'), 'device.missing'],
  [ended('open 5\r\n'), 'device.permission'],
  [ended('start 5\r\n'), 'device.permission'],
  [ended('start 1804\r\n'), 'printer.queue-refuses'],
  [ended('write 31\r\n'), 'printer.interrupted'],
  [ended('', 'Add-Type : not allowed in this language mode'), 'printer.queue-refuses'],
  [{ outcome: 'missing', code: null, stdout: '', stderr: '' }, 'device.driver-missing'],
  [{ outcome: 'late', code: null, stdout: '', stderr: '' }, 'device.send-timeout'],
])('spooler: %j is %s', async (answer, id) => {
  const link = spoolerLink({ printer: 'Dock 2' }, spooler(ended('done'), answer).run);
  await link.open(listener);
  await expect(link.send(Uint8Array.of(1), 100)).rejects.toMatchObject({ id });
});
