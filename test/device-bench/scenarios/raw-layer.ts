import { setTimeout as wait } from 'node:timers/promises';
import { GADGETS } from '../gadgets.ts';
import { posReports } from '../pos-reports.ts';
import type { Bench } from '../start-bench.ts';
import type { Checks } from '../checks.ts';
import { FTDI, plugFtdi, unplugFtdi } from '../ftdi.ts';

const idsOf = ({ vendor_id, product_id }: { readonly vendor_id: string; readonly product_id: string }): string =>
  `${vendor_id}:${product_id}`;

/** The bench itself, without the product: a failure here is none of the station's. */
export async function rawLayer(bench: Bench, { check }: Checks): Promise<void> {
  const { agent } = bench;
  await check('bench: node-hid, serialport and usb see every device of the guest', async () => {
    for (const { name } of Object.values(GADGETS)) await agent.call('plug', { name });
    await plugFtdi(bench);
    const { layoutA, layoutB, layoutC, hidScale, cdcScanner, printer } = GADGETS;
    const missing = async (): Promise<readonly string[]> => {
      const list = await agent.call('raw_list', {});
      const seen = [...list.hid, ...list.serial].map(({ ids }) => ids);
      return [
        ...[layoutA, layoutB, layoutC, hidScale, cdcScanner, FTDI]
          .map((one) => `${idsOf(one)} ${one.serial_number}`)
          .filter((ids) => !seen.includes(ids)),
        ...(list.printers.includes(idsOf(printer)) ? [] : ['the printer']),
      ];
    };
    let left = await missing();
    for (let tries = 0; left.length > 0 && tries < 20; tries += 1) {
      await wait(250);
      left = await missing();
    }
    if (left.length > 0) throw new Error(`not seen: ${left.join(', ')}`);
  });
  await check('bench: 50 reports of a gadget come through node-hid, each once', async () => {
    const { vendor_id, product_id, name } = GADGETS.layoutA;
    const pieces = Array.from({ length: 50 }, (_, n) => posReports('A', `RAW-${n}`)).flat();
    const hearing = agent.call('raw_hear', { vendor_id, product_id, for_ms: 2500 });
    await wait(800);
    const sent = pieces.map((one) => one.toString('hex'));
    await agent.call('send', { name, pieces: sent, timeout_ms: 2000 });
    const heard = await hearing;
    if (heard.join() !== sent.join()) throw new Error(`${heard.length} of ${sent.length} reports came, or not as sent`);
  });
  for (const { name } of Object.values(GADGETS)) await agent.call('unplug', { name });
  await unplugFtdi(bench);
}
