import { expectSame } from '../expect-same.ts';
import { GADGETS } from '../gadgets.ts';
import { setUpCdcScanner } from '../set-up-cdc-scanner.ts';
import { lostWithSentence, type Stage } from '../stage.ts';

/** All texts with CR behind each, in pieces of every length: USB packets end where they like. */
function pieces(texts: readonly string[]): Buffer[] {
  const all = Buffer.from(texts.map((text) => `${text}\r`).join(''), 'latin1');
  const made: Buffer[] = [];
  for (let at = 0, length = 1; at < all.length; at += length, length = (length * 7 + 3) % 61 || 1)
    made.push(all.subarray(at, at + length));
  return made;
}

export async function cdcScanner(stage: Stage): Promise<void> {
  const { check, station } = stage;
  const spec = GADGETS.cdcScanner;
  const scan = (texts: readonly string[]): Promise<void> => stage.send(spec, pieces(texts));

  await check('CDC scanner: set up before it is there; plugged in, it is open', async () => {
    await setUpCdcScanner(station);
    await station.until('a row', () => stage.row(spec) !== undefined);
    await stage.plug(spec);
    await stage.comesTo(spec, 'open');
    expectSame(await station.scans(0), []);
  });
  await check('CDC scanner: 200 scans in pieces of every length come once each, in order', async () => {
    const texts = Array.from({ length: 200 }, (_, n) => `]C1CDC-${String(n).padStart(5, '0')}`);
    await scan(texts);
    expectSame(
      await station.scans(texts.length),
      texts.map((text) => text.slice(3)),
    );
  });
  await check('CDC scanner: unplugged in the middle of a code, it is lost and says so', async () => {
    await stage.send(spec, [Buffer.from('HALF-A-CO')]);
    // seen on the line, so that it waits in the host for its other half
    const half = Buffer.from('HALF').toString('hex');
    await station.until('the half', ({ traces }) => traces.some(({ hex }) => hex.includes(half)));
    await stage.unplug(spec);
    await lostWithSentence(stage, spec);
    expectSame(station.takeScans(), []);
  });
  await check(
    'CDC scanner: replugged, it is open again; neither the half nor a code from before it opened counts',
    async () => {
      await stage.plug(spec);
      await stage.leave(spec, [Buffer.from('STALE-CDC\rSTALE-H')]);
      await stage.comesTo(spec, 'open');
      expectSame(await station.scans(0), []);
      await scan(['AGAIN-1', 'AGAIN-2']);
      expectSame(await station.scans(2), ['AGAIN-1', 'AGAIN-2']);
    },
  );
  await stage.unplug(spec);
}
