import { setTimeout as wait } from 'node:timers/promises';
import { GADGETS } from '../gadgets.ts';
import { playPrinter } from '../printer-play.ts';
import { lostWithSentence, type Stage } from '../stage.ts';

const whole = (text: string): boolean => text.includes('^XA') && text.trimEnd().endsWith('^XZ');

/** One label, and nothing of it twice. */
function expectSingle(text: string): void {
  const starts = text.split('^XA').length - 1;
  if (starts !== 1) throw new Error(`${starts} labels came instead of one`);
}

/** What the host says it sent to this device, put together again. */
function sentText(stage: Stage, device_id: string): string {
  const out = stage.station.state().traces.filter((one) => one.device_id === device_id && one.direction === 'out');
  return out
    .toReversed()
    .map(({ hex }) => Buffer.from(hex, 'hex').toString('utf8'))
    .join('');
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
  await check('USB printer: a label comes whole, byte for byte as it was sent, once', async () => {
    const label = await print();
    expectSingle(label);
    const sent = sentText(stage, device()).replaceAll(/~HS\r?\n?/gu, '');
    if (!sent.includes(label.trimEnd())) throw new Error(`sent ${JSON.stringify(sent)}, got ${JSON.stringify(label)}`);
  });
  await check('USB printer: it says that its paper is out, and that it is ready again', async () => {
    printer.paperOut(true);
    await client.call('devices.printer_status', { device_id: device() });
    await station.until('paper-out', () => stage.row(spec)?.printer_status?.includes('paper-out') === true);
    printer.paperOut(false);
    await client.call('devices.printer_status', { device_id: device() });
    await station.until('ready', () => stage.row(spec)?.printer_status?.length === 0);
  });
  await check('USB printer: unplugged, it is lost and says so', async () => {
    await stage.unplug(spec);
    await lostWithSentence(stage, spec);
  });
  await check('USB printer: replugged, it is open again and prints again, once', async () => {
    await stage.plug(spec);
    await stage.comesTo(spec, 'open');
    expectSingle(await print());
    await wait(500);
    expectSingle(await printer.label(whole));
  });
  await printer.stop();
  await stage.unplug(spec);
}
