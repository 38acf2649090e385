import { setTimeout as wait } from 'node:timers/promises';
import { labelZpl, layOut, testLabel } from '@serialbridge/devices/printers';
import { GADGETS } from '../gadgets.ts';
import { playPrinter } from '../printer-play.ts';
import { lostWithSentence, type Stage } from '../stage.ts';

const whole = (text: string): boolean => text.includes('^XA') && text.trimEnd().endsWith('^XZ');

/** One label, and nothing of it twice. */
function expectSingle(text: string): void {
  const starts = text.split('^XA').length - 1;
  if (starts !== 1) throw new Error(`${starts} labels came instead of one`);
}

/** The test label as it is made for this printer; its time is told by what came. */
function expectedLabel(printer: string, got: string): string {
  const printed_at = /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/u.exec(got)?.[0] ?? '';
  const label = testLabel({ printer, printed_at }, { width_mm: 57, height_mm: 32 });
  return labelZpl(layOut(label, { dots_per_mm: 8, year: Number(printed_at.slice(0, 4)) }));
}

export async function usbPrinter(stage: Stage): Promise<void> {
  const { check, station } = stage;
  const { client } = station;
  const spec = GADGETS.printer;
  const printer = playPrinter(stage, spec);
  const device = (): string => {
    const row = stage.row(spec);
    if (row === undefined) throw new Error('the host does not know the printer');
    return row.device_id;
  };
  const print = async (): Promise<string> => {
    printer.clear();
    await client.call('devices.print_test', { device_id: device() });
    return await printer.label(whole);
  };

  await check('USB printer: plugged in, it is open by itself', async () => {
    await stage.plug(spec);
    const row = await stage.comesTo(spec, 'open');
    if (row.kind !== 'printer' || row.origin !== 'auto') throw new Error(`it is a ${row.kind}, ${row.origin}`);
  });
  await check('USB printer: a label comes whole, byte for byte, once, and its job is told as printed', async () => {
    const label = await print();
    expectSingle(label);
    const expected = expectedLabel(`${spec.manufacturer} ${spec.product}`, label);
    if (label !== expected) throw new Error(`instead of ${JSON.stringify(expected)} came ${JSON.stringify(label)}`);
    await station.until('the job is printed', () => stage.row(spec)?.jobs.at(-1)?.state === 'printed');
  });
  await check('USB printer: it says that its paper is out, and that it is ready again', async () => {
    printer.paperOut(true);
    await client.call('devices.printer_status', { device_id: device() });
    await station.until('paper-out', () => stage.row(spec)?.printer_status?.includes('paper-out') === true);
    printer.paperOut(false);
    await client.call('devices.printer_status', { device_id: device() });
    await station.until('ready', () => stage.row(spec)?.printer_status?.length === 0);
  });
  await check('USB printer: unplugged, it is lost and says so; a label waits for it', async () => {
    await stage.unplug(spec);
    await lostWithSentence(stage, spec);
    printer.clear();
    await client.call('devices.print_test', { device_id: device() });
    await station.until('a waiting job', () => stage.row(spec)?.jobs.at(-1)?.state === 'waiting');
  });
  await check(
    'USB printer: replugged, it is open again; the label that waited comes once, and one more when asked',
    async () => {
      await stage.plug(spec);
      await stage.comesTo(spec, 'open');
      await printer.label(whole);
      await station.until('the job is printed', () => stage.row(spec)?.jobs.at(-1)?.state === 'printed');
      expectSingle(await printer.label(whole));
      expectSingle(await print());
      await wait(500);
      expectSingle(await printer.label(whole));
    },
  );
  await printer.stop();
  await stage.unplug(spec);
}
