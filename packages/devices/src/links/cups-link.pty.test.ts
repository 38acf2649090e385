import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { noCupsReason, type PrivateCups, startPrivateCups } from '../emulators/private-cups.ts';
import { startZplPrinterEmulator, type ZplPrinterEmulator } from '../emulators/zpl-printer-emulator.ts';
import { KNOWN_PROFILES } from '../profiles/known-profiles.ts';
import type { PrinterProfile } from '../profiles/profile.ts';
import { printerDevice } from '../printers/printer-device.ts';
import { cupsLink } from './cups-link.ts';

const reason = noCupsReason();

const listener = { data: () => undefined, lost: () => undefined };
const bytes = new Uint8Array([...new TextEncoder().encode('^XA^FDcups^FS^XZ'), 0xff, 0x00]);

let cups: PrivateCups;
let printer: ZplPrinterEmulator;

describe.skipIf(reason !== null)(`cups${reason === null ? '' : ` (${reason})`}`, () => {
  beforeAll(async () => {
    [cups, printer] = [await startPrivateCups(), await startZplPrinterEmulator()];
    process.env['CUPS_SERVER'] = cups.server;
    cups.admin('lpadmin', '-p', 'label', '-E', '-v', `socket://127.0.0.1:${printer.port}`, '-m', 'raw');
  }, 60_000);
  afterAll(async () => {
    delete process.env['CUPS_SERVER'];
    await printer.stop();
    await cups.stop();
  });
  afterEach(() => {
    cups.admin('cupsenable', 'label');
    cups.admin('cupsaccept', 'label');
  });

  test('a raw queue brings the bytes to the printer as they are', async () => {
    const link = cupsLink({ queue: 'label' });
    await link.open(listener);
    await link.send(bytes, 10_000);
    await vi.waitFor(() => expect(printer.printed()).toEqual(['^FDcups^FS']), { timeout: 15_000 });
    await vi.waitFor(() => expect(printer.received()).toContain('^XZ\u00ff\u0000'));
    await link.close();
    await expect(link.send(bytes, 100)).rejects.toMatchObject({ id: 'device.not-open' });
  }, 30_000);

  test('device.missing: there is no such queue', async () => {
    await expect(cupsLink({ queue: 'nowhere' }).open(listener)).rejects.toMatchObject({
      id: 'device.missing',
      params: { path: 'print queue nowhere' },
    });
  });

  test('printer.queue-refuses: the queue takes no jobs', async () => {
    const link = cupsLink({ queue: 'label' });
    await link.open(listener);
    cups.admin('cupsreject', 'label');
    await expect(link.send(bytes, 10_000)).rejects.toMatchObject({ id: 'printer.queue-refuses' });
  });

  test('printer.queue-disabled: a label waits for a stopped queue here, and is sent when it is started', async () => {
    const before = printer.printed().length;
    cups.admin('cupsdisable', '-r', 'new roll', 'label');
    const device = printerDevice(
      {
        config: { device_id: 'p', name: 'P', kind: 'printer', link: { type: 'cups', queue: 'label' } },
        link: cupsLink({ queue: 'label' }),
        rescanMs: 100,
        listener: { state: () => undefined, trace: () => undefined },
        onChanged: () => undefined,
        timings: { obstacle_ms: 100 },
      },
      KNOWN_PROFILES.get('zpl-203') as PrinterProfile,
    );
    device.start();
    device.print({ job_id: 'a', title: 'A', zpl: '^XA^FDa^FS^XZ', copies: 1 });
    await vi.waitFor(
      () =>
        expect(device.jobs()).toMatchObject([
          {
            state: 'waiting',
            finding: { code: 'printer.queue-disabled', params: { queue: 'label', reason: 'new roll' } },
          },
        ]),
      { timeout: 10_000 },
    );
    expect(printer.printed()).toHaveLength(before);
    cups.admin('cupsenable', 'label');
    await vi.waitFor(() => expect(device.jobs()).toMatchObject([{ state: 'sent' }]), { timeout: 10_000 });
    await vi.waitFor(() => expect(printer.printed().slice(before)).toEqual(['^FDa^FS']), { timeout: 15_000 });
    await device.stop();
  }, 60_000);

  test('printer.queue-refuses: the print service is gone', async () => {
    const link = cupsLink({ queue: 'label' });
    await link.open(listener);
    process.env['CUPS_SERVER'] = '127.0.0.1:1';
    await expect(link.send(bytes, 10_000)).rejects.toMatchObject({ id: 'printer.queue-refuses' });
    process.env['CUPS_SERVER'] = cups.server;
  }, 30_000);
});

test('device.driver-missing: without lp, the package that brings it is named', async () => {
  const link = cupsLink({ queue: 'label' }, () =>
    Promise.resolve({ outcome: 'missing', code: null, stdout: '', stderr: '' }),
  );
  await expect(link.open(listener)).rejects.toThrow('cups-client');
});
