import { expectSame } from '../expect-same.ts';
import { GADGETS } from '../gadgets.ts';
import { posReports } from '../pos-reports.ts';
import type { Stage } from '../stage.ts';

/** The host dies with devices plugged in: it comes back to them by itself, and what they said meanwhile is from before. */
export async function hostRestart(stage: Stage): Promise<void> {
  const { check, station } = stage;
  const { layoutA, cdcScanner } = GADGETS;
  await check(
    'Host killed: started again, it opens what is plugged in; what was scanned meanwhile is no scan',
    async () => {
      await stage.plug(layoutA);
      await stage.plug(cdcScanner);
      await stage.comesTo(layoutA, 'open');
      await stage.comesTo(cdcScanner, 'open');
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
  await stage.unplug(layoutA);
  await stage.unplug(cdcScanner);
}
