import { DeviceError } from '../errors/device-error.ts';
import { type Link, NO_FACTS } from './link.ts';
import { type CommandResult, runCommand, type RunCommand } from './run-command.ts';

const NO_INPUT = new Uint8Array();
const ASK_MS = 5000;

const said = ({ stderr, stdout }: CommandResult): string => (stderr.trim() || stdout.trim()).slice(0, 300);

/**
 * A raw queue of CUPS, written to with `lp`: each send is a job of its own, and nothing comes back. Resolved means that
 * CUPS has the job. `device.missing`, `device.driver-missing`, `printer.queue-disabled` and `printer.queue-refuses` mean
 * that it has not. Source of the messages: cups 2.4 (lp, lpstat), in English by LC_ALL=C.
 */
export function cupsLink(settings: { readonly queue: string }, run: RunCommand = runCommand): Link {
  const { queue } = settings;
  const path = `print queue ${queue}`;
  let open = false;

  const failure = (result: CommandResult): DeviceError => {
    if (result.outcome === 'missing')
      return new DeviceError('device.driver-missing', { reason: 'lp was not found (Debian: install cups-client)' });
    if (result.outcome === 'late') return new DeviceError('device.send-timeout');
    const reason = said(result);
    if (/does not exist|invalid destination|unknown destination/iu.test(reason))
      return new DeviceError('device.missing', { path });
    if (/not accepting/iu.test(reason)) return new DeviceError('printer.queue-refuses', { queue, reason });
    return new DeviceError('printer.queue-refuses', {
      queue,
      reason: reason || `lp ended with ${String(result.code)}`,
    });
  };

  /** CUPS takes jobs for a stopped queue and prints them whenever it is started: better to wait here, where it is seen. */
  const look = async (): Promise<DeviceError | null> => {
    const result = await run('lpstat', ['-p', queue], NO_INPUT, ASK_MS);
    if (result.outcome === 'ended' && result.code !== 0) {
      // without its service lpstat says of every queue that there is none
      const service = await run('lpstat', ['-r'], NO_INPUT, ASK_MS);
      if (!/scheduler is running/u.test(service.stdout))
        return new DeviceError('printer.queue-refuses', { queue, reason: 'the print service does not run' });
    }
    if (result.outcome !== 'ended' || result.code !== 0) return failure(result);
    const [first = '', second = ''] = result.stdout.split('\n');
    if (!/ disabled since /u.test(first)) return null;
    return new DeviceError('printer.queue-disabled', { queue, reason: second.trim() || 'stopped' });
  };

  return {
    via: 'cups',
    async open() {
      const error = await look();
      if (error !== null && error.id !== 'printer.queue-disabled') throw error;
      open = true;
      return NO_FACTS;
    },
    close: () => {
      open = false;
      return Promise.resolve();
    },
    async send(bytes, timeoutMs) {
      if (!open) throw new DeviceError('device.not-open');
      const error = await look();
      // lpstat that hangs has printed nothing
      if (error?.id === 'device.send-timeout')
        throw new DeviceError('printer.queue-refuses', { queue, reason: 'the print service does not answer' });
      if (error !== null) throw error;
      const result = await run('lp', ['-d', queue, '-o', 'raw', '-t', 'Serialbridge label'], bytes, timeoutMs);
      if (result.outcome !== 'ended' || result.code !== 0) throw failure(result);
    },
  };
}
