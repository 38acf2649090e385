import { expectSame } from '../expect-same.ts';
import { GADGETS } from '../gadgets.ts';
import { posReports } from '../pos-reports.ts';
import { lostWithSentence, type Stage } from '../stage.ts';

const numbered = (count: number, prefix: string): string[] =>
  Array.from({ length: count }, (_, n) => `${prefix}-${String(n).padStart(4, '0')}`);
/** Three reports: the layouts hold 56 bytes each. */
const LONG = `240ABC${'0123456789'.repeat(13)}END`;

/** A HID POS scanner of layout A over plug, use, unplug and replug; B and C by their descriptors. */
export async function hidScanner(stage: Stage): Promise<void> {
  const { check, station } = stage;
  const { layoutA } = GADGETS;
  const scan = (texts: readonly string[]): Promise<void> =>
    stage.send(
      layoutA,
      texts.flatMap((text) => posReports('A', text)),
    );

  await check('HID scanner: plugged in, it is open by itself', async () => {
    await stage.plug(layoutA);
    const row = await stage.comesTo(layoutA, 'open');
    if (row.kind !== 'scanner' || row.origin !== 'auto') throw new Error(`it is a ${row.kind}, ${row.origin}`);
    expectSame(await station.scans(0), []);
  });
  await check('HID scanner: it is switched on by the feature report of its maker', async () => {
    const got = (await stage.take(layoutA)).toString('hex');
    if (got !== 'fe01') throw new Error(`it got ${got === '' ? 'nothing' : got}`);
  });
  await check('HID scanner: 50 scans without a pause come once each, in order', async () => {
    const texts = numbered(50, 'HIDA');
    await scan(texts);
    expectSame(await station.scans(texts.length), texts);
  });
  await check('HID scanner: a scan over three reports comes whole, once', async () => {
    await scan([LONG, 'AFTER-LONG']);
    expectSame(await station.scans(2), [LONG, 'AFTER-LONG']);
  });
  await check('HID scanner: the AIM identifier of the last scan is known', async () => {
    await stage.send(layoutA, posReports('A', '0101234567890128', ']d2'));
    await station.scans(1);
    await station.until(']d2', ({ last_scan }) => last_scan?.aim_id === ']d2');
  });
  await check('HID scanner: unplugged with half a scan sent, it is lost and says so', async () => {
    await stage.send(layoutA, posReports('A', LONG).slice(0, 2));
    await station.scans(0);
    await stage.unplug(layoutA);
    await lostWithSentence(stage, layoutA);
    expectSame(station.takeScans(), []);
  });
  await check(
    'HID scanner: replugged, it is open again; neither the half nor a scan from before it opened counts',
    async () => {
      await stage.plug(layoutA);
      // taken by the device before anybody opened it
      const left = await stage.leave(layoutA, posReports('A', 'STALE-HID'));
      if (left === 0) throw new Error('the stale scan was not left in the device');
      await stage.comesTo(layoutA, 'open');
      expectSame(await station.scans(0), []);
      const texts = numbered(5, 'AGAIN');
      await scan(texts);
      expectSame(await station.scans(texts.length), texts);
    },
  );
  for (const [layout, spec] of [
    ['B', GADGETS.layoutB],
    ['C', GADGETS.layoutC],
  ] as const) {
    await check(`HID scanner: layout ${layout} is read by its descriptor, a split scan included`, async () => {
      await stage.plug(spec);
      await stage.comesTo(spec, 'open');
      const texts = [...numbered(5, `HID${layout}`), LONG];
      await stage.send(
        spec,
        texts.flatMap((text) => posReports(layout, text)),
      );
      expectSame(await station.scans(texts.length), texts);
      await stage.unplug(spec);
      await stage.comesTo(spec, 'lost');
    });
  }
  await stage.unplug(layoutA);
}
