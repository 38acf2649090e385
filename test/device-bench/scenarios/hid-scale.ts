import { GADGETS } from '../gadgets.ts';
import { comesToWeigh, lostWithSentence, noWeight, type Stage } from '../stage.ts';

const STATUS = { zero: 2, moving: 3, stable: 4, over: 6 } as const;

/** `03 | status | unit g | exponent 0 | weight`. */
function report(status: keyof typeof STATUS, grams: number): Buffer {
  const bytes = Buffer.from([3, STATUS[status], 2, 0, 0, 0]);
  bytes.writeUInt16LE(grams, 4);
  return bytes;
}

/** A scale that sends by itself says a thing more than once; the first after it was opened is not believed. */
const said = (status: keyof typeof STATUS, grams: number): Buffer[] =>
  Array.from({ length: 4 }, () => report(status, grams));

export async function hidScale(stage: Stage): Promise<void> {
  const { check, station } = stage;
  const spec = GADGETS.hidScale;
  await check('HID scale: plugged in, it is open by itself; what it said before is no weight', async () => {
    await stage.plug(spec);
    if ((await stage.leave(spec, [report('stable', 777)])) === 0) throw new Error('no stale weight was left');
    const row = await stage.comesTo(spec, 'open');
    if (row.kind !== 'scale' || row.origin !== 'auto') throw new Error(`it is a ${row.kind}, ${row.origin}`);
    await noWeight(stage, spec);
  });
  await check('HID scale: moving, stable, over and zero are told apart, and moving is never 0', async () => {
    await stage.send(spec, said('moving', 0));
    await comesToWeigh(stage, spec, 'moving', null);
    await stage.send(spec, said('stable', 1250));
    await comesToWeigh(stage, spec, 'stable', 1250);
    await stage.send(spec, said('over', 65_535));
    await comesToWeigh(stage, spec, 'over', null);
    await stage.send(spec, said('zero', 0));
    await comesToWeigh(stage, spec, 'stable', 0);
  });
  await check('HID scale: zeroing sends the report its descriptor offers', async () => {
    await stage.take(spec);
    const row = stage.row(spec);
    if (row === undefined || !row.can_zero) throw new Error('the scale cannot be zeroed');
    const zeroing = station.client.call('devices.zero', { device_id: row.device_id });
    zeroing.catch(() => undefined);
    let got: Uint8Array = Buffer.alloc(0);
    for (let tries = 0; tries < 30 && got.length === 0; tries += 1) {
      await stage.send(spec, said('zero', 0).slice(0, 1));
      got = await stage.take(spec);
    }
    // report 2, Zero Scale in bit 0
    if (Buffer.from(got).toString('hex') !== '0201')
      throw new Error(`the scale got ${Buffer.from(got).toString('hex') || 'nothing'}`);
    await stage.send(spec, said('zero', 0));
    await zeroing;
  });
  await check('HID scale: unplugged, it is lost, says so, and its weight is gone', async () => {
    await stage.send(spec, said('stable', 555));
    await comesToWeigh(stage, spec, 'stable', 555);
    await stage.unplug(spec);
    const row = await lostWithSentence(stage, spec);
    if (row.weight !== null) throw new Error(`it still shows ${row.weight.text ?? row.weight.state}`);
  });
  await check('HID scale: replugged, it is open again; the weight from before never comes back', async () => {
    await stage.plug(spec);
    await stage.leave(spec, [report('stable', 888)]);
    await stage.comesTo(spec, 'open');
    await noWeight(stage, spec);
    await stage.send(spec, said('stable', 321));
    await comesToWeigh(stage, spec, 'stable', 321);
  });
  await stage.unplug(spec);
}
