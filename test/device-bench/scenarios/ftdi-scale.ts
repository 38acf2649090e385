import { FTDI, plugFtdi, serveScale, unplugFtdi } from '../ftdi.ts';
import { comesToWeigh, lostWithSentence, noWeight, type Stage } from '../stage.ts';

/** A scale behind an FTDI adapter, answered from outside the guest: MT-SICS, then Toledo 8217. */
export async function ftdiScale(stage: Stage): Promise<void> {
  const { check, station, bench } = stage;
  const { client } = station;
  const device_id = 'ftdi-scale';
  const scale = serveScale(bench);
  const test = (on: boolean): Promise<unknown> => client.call('devices.test_scale', { device_id, on });
  const save = (profile: string): Promise<unknown> =>
    client.call('devices.save', {
      config: { device_id, name: 'FTDI scale', kind: 'scale', link: { type: 'usb-serial', ...FTDI }, profile },
    });

  await check('FTDI scale: set up before it is there; plugged in, it is open', async () => {
    await save('mettler-toledo-mt-sics');
    await plugFtdi(bench);
    await stage.comesTo(FTDI, 'open');
  });
  await check('FTDI scale: moving, stable and over are told apart (MT-SICS)', async () => {
    scale.speak('mt-sics');
    scale.put('moving', 0);
    await test(true);
    await comesToWeigh(stage, FTDI, 'moving', null);
    scale.put('stable', 1250);
    await comesToWeigh(stage, FTDI, 'stable', 1250);
    scale.put('over', 0);
    await comesToWeigh(stage, FTDI, 'over', null);
  });
  await check('FTDI scale: unplugged, it is lost, says so, and its weight is gone', async () => {
    scale.put('stable', 555);
    await comesToWeigh(stage, FTDI, 'stable', 555);
    await test(false);
    await unplugFtdi(bench);
    const row = await lostWithSentence(stage, FTDI);
    if (row.weight !== null) throw new Error(`it still shows ${row.weight.text ?? row.weight.state}`);
  });
  await check('FTDI scale: replugged, it is open again; an answer from before is no weight', async () => {
    // on the line while the adapter is away
    scale.say(777);
    await plugFtdi(bench);
    await stage.comesTo(FTDI, 'open');
    await noWeight(stage, FTDI);
    scale.put('stable', 321);
    await test(true);
    await comesToWeigh(stage, FTDI, 'stable', 321);
    await test(false);
  });
  await check('FTDI scale: the same line speaks Toledo 8217 with another profile', async () => {
    scale.speak('8217');
    scale.put('stable', 2500);
    await save('mettler-toledo-8217');
    await station.until('8217', () => stage.row(FTDI)?.profile === 'mettler-toledo-8217');
    await stage.comesTo(FTDI, 'open');
    await test(true);
    // its frames carry no unit: the profile says pounds
    await station.until('2.50 lb', () => stage.row(FTDI)?.weight?.text === '2.50 lb');
    scale.put('moving', 0);
    await comesToWeigh(stage, FTDI, 'moving', null);
    scale.put('over', 0);
    await comesToWeigh(stage, FTDI, 'over', null);
    await test(false);
  });
  scale.stop();
  await unplugFtdi(bench);
}
