import { expect, test, vi } from 'vitest';
import { simulatedLink } from '../links/simulated-link.ts';
import { KNOWN_PROFILES } from '../profiles/known-profiles.ts';
import type { PrinterProfile } from '../profiles/profile.ts';
import { printerDevice } from '../printers/printer-device.ts';
import { simulatedPrinter } from './simulated-printer.ts';
import { zplPrinterModel } from './zpl-printer-model.ts';

test('printer model: bytes one by one, each copy a label, ~HS answered inside a format', () => {
  const printer = zplPrinterModel();
  const receive = printer.line();
  const answers = Array.from('noise^XA^FDa~HS^FS^PQ2^XZ\r\n^XA^FDb^FS^XZ~HI', receive).filter(
    (answer) => answer !== '',
  );
  expect(printer.printed()).toEqual(['^FDa^FS^PQ2', '^FDa^FS^PQ2', '^FDb^FS']);
  expect(answers).toEqual([
    '\u0002030,0,0,0256,000,0,0,1,000,0,0,0\u0003\r\n\u0002001,0,0,0,1,2,6,0,00000000,1,000\u0003\r\n\u00021234,0\u0003\r\n',
    '\u0002ZD421-203dpi,V93.21.15Z,8,8192KB\u0003\r\n',
  ]);
});

test('printer model: what it cannot print it holds, and counts', () => {
  const printer = zplPrinterModel();
  const receive = printer.line();
  printer.paperOut(true);
  receive('^XA^FDa^FS^PQ3^XZ^XA^FDb^FS^XZ');
  expect(receive('~HS')).toContain('030,1,0,0256,002,');
  expect(receive('~HS')).toContain(',00000003,1,000');
  expect([printer.held(), printer.printed().length]).toEqual([2, 0]);
  printer.paperOut(false);
  expect([printer.held(), printer.printed().length]).toEqual([0, 4]);
});

test('simulated printer: prints, and survives its plug', async () => {
  const { link, end } = simulatedLink('printer');
  const printer = simulatedPrinter(end);
  const device = printerDevice(
    {
      config: { device_id: 'p', name: 'P', kind: 'printer', link: { type: 'simulated' } },
      link,
      rescanMs: 10,
      listener: { state: () => undefined, trace: () => undefined },
      onChanged: () => undefined,
      timings: { confirm_ms: 5 },
    },
    KNOWN_PROFILES.get('zpl-203') as PrinterProfile,
  );
  printer.unplug();
  device.start();
  device.print({ job_id: 'a', title: 'A', zpl: '^XA^FDa^FS^XZ', copies: 1 });
  expect(device.jobs()).toMatchObject([{ state: 'waiting' }]);
  printer.plug();
  await vi.waitFor(() => expect(device.jobs()).toMatchObject([{ state: 'printed' }]));
  expect(printer.printed()).toEqual(['^FDa^FS']);
  await device.stop();
});
