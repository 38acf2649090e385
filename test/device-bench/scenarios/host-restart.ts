import { expectSame } from '../expect-same.ts';
import { GADGETS } from '../gadgets.ts';
import { playPrinter } from '../printer-play.ts';
import { posReports } from '../pos-reports.ts';
import { setUpCdcScanner } from '../set-up-cdc-scanner.ts';
import type { Stage } from '../stage.ts';

/** The host dies with devices plugged in: it comes back to them by itself, and what they said meanwhile is from before. */
export async function hostRestart(stage: Stage): Promise<void> {
  const { check, station } = stage;
  const { layoutA, cdcScanner, printer } = GADGETS;
  // it is open when it has said how it is
  const play = playPrinter(stage, printer);
  await check(
    'Host killed: started again, it opens what is plugged in; what was scanned meanwhile is no scan',
    async () => {
      await setUpCdcScanner(station);
      await stage.plug(layoutA);
      await stage.plug(cdcScanner);
      await stage.comesTo(layoutA, 'open');
      await stage.comesTo(cdcScanner, 'open');
      await stage.plug(printer);
      const { device_id } = await stage.comesTo(printer, 'open');
      await stage.unplug(printer);
      await stage.comesTo(printer, 'lost');
      await station.client.call('devices.print_test', { device_id });
      await station.until('a waiting job', () => stage.row(printer)?.jobs.at(-1)?.state === 'waiting');
      await station.kill();
      await stage.leave(layoutA, posReports('A', 'STALE-RESTART'));
      await stage.leave(cdcScanner, [Buffer.from('STALE-RESTART\r')]);
      await station.start();
      await stage.comesTo(layoutA, 'open');
      await stage.comesTo(cdcScanner, 'open');
      expectSame(await station.scans(0), []);
      await stage.send(layoutA, posReports('A', 'AFTER-RESTART-HID'));
      expectSame(await station.scans(1), ['AFTER-RESTART-HID']);
      await stage.send(cdcScanner, [Buffer.from('AFTER-RESTART-CDC\r')]);
      expectSame(await station.scans(1), ['AFTER-RESTART-CDC']);
    },
  );
  await check('Host killed: a label that waited for its printer comes once, when the printer is back', async () => {
    play.clear();
    await stage.plug(printer);
    await stage.comesTo(printer, 'open');
    await play.label((text) => text.trimEnd().endsWith('^XZ'));
    await station.until('the job is printed', () => stage.row(printer)?.jobs.at(-1)?.state === 'printed');
    const text = await play.label(() => true);
    if (text.split('^XA').length !== 2) throw new Error(`the printer got ${JSON.stringify(text)}`);
  });
  await play.stop();
  await stage.unplug(printer);
  await stage.unplug(layoutA);
  await stage.unplug(cdcScanner);
}
