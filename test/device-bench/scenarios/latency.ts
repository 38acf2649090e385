import { quantile } from '@serialbridge/testing/statistics';
import type { Checks } from '../checks.ts';
import { expectSame } from '../expect-same.ts';
import { GADGETS } from '../gadgets.ts';
import { posReports } from '../pos-reports.ts';
import { setUpCdcScanner } from '../set-up-cdc-scanner.ts';
import type { Stage } from '../stage.ts';
import type { Bench } from '../start-bench.ts';

const COUNT = 120;
/** The first ones meet code that was never run. */
const WARM_UP = 20;

const texts = Array.from({ length: COUNT }, (_, n) => `LATE-${String(n).padStart(5, '0')}`);
const LINES = [
  { name: 'HID', spec: GADGETS.layoutA, pieces: texts.flatMap((text) => posReports('A', text)) },
  { name: 'USB-CDC', spec: GADGETS.cdcScanner, pieces: texts.map((text) => Buffer.from(`]C0${text}\r`)) },
] as const;
type LineName = (typeof LINES)[number]['name'];
type Times = Partial<Record<LineName, readonly number[]>>;

const shown = (ms: number): string => ms.toFixed(2).padStart(6);
const steady = (times: readonly number[]): readonly number[] => times.slice(WARM_UP);

/** How long a scan takes to its library alone; before any host runs. */
export async function timeBareLines({ agent }: Bench, { check }: Checks): Promise<Times> {
  const times: Times = {};
  for (const { name, spec, pieces } of LINES) {
    await check(`latency: ${name} with its library alone`, async () => {
      await agent.call('plug', { name: spec.name });
      await new Promise((resolve) => setTimeout(resolve, 1500));
      const { vendor_id, product_id } = spec;
      const hex = pieces.map((piece) => piece.toString('hex'));
      times[name] = await agent.call('time_bare', { name: spec.name, vendor_id, product_id, pieces: hex });
    });
    await agent.call('unplug', { name: spec.name });
  }
  return times;
}

/** The same until the host's verdict reaches a screen, and both beside each other. */
export async function latency(stage: Stage, bare: Times, say: (line: string) => void): Promise<void> {
  const { agent } = stage.bench;
  for (const { name, spec, pieces } of LINES) {
    await stage.check(`latency: ${name} to the verdict on the screen`, async () => {
      if (name === 'USB-CDC') await setUpCdcScanner(stage.station);
      await stage.plug(spec);
      await stage.comesTo(spec, 'open');
      const hex = pieces.map((piece) => piece.toString('hex'));
      const times = await agent.call('time_feedback', { name: spec.name, pieces: hex });
      expectSame(await stage.station.scans(COUNT), texts);
      const [alone, whole] = [steady(bare[name] ?? []), steady(times)];
      for (const part of [0.5, 0.99]) {
        const [floor, measured] = [quantile(alone, part), quantile(whole, part)];
        const ratio = (measured / floor).toFixed(1);
        say(`          ${name} p${part * 100}: library ${shown(floor)} ms, verdict ${shown(measured)} ms, ${ratio}×`);
      }
      await stage.unplug(spec);
    });
  }
}
