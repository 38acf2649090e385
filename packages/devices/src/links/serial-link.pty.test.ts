import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ptyPair } from '../emulators/pty-pair.ts';
import { serialSettingsSchema } from './serial-settings.ts';
import { serialLink } from './serial-link.ts';

const listener = { data: () => undefined, lost: () => undefined };

async function folderOf(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'serial-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

test('serial-link asks for its path at every open, and gives up an open overtaken by a close', async () => {
  const folder = await folderOf();
  const [first, second] = await Promise.all(
    ['1', '2'].map((name) => ptyPair(join(folder, `device${name}`), join(folder, `station${name}`))),
  );
  if (first === undefined || second === undefined) throw new Error('no ptys');
  onTestFinished(async () => {
    await first.unplug();
    await second.unplug();
  });
  const asked: string[] = [];
  let path = first.station_path;
  const settings = serialSettingsSchema.parse({});
  const link = serialLink({
    ...settings,
    path: () => {
      asked.push(path);
      return Promise.resolve(path);
    },
  });
  await link.open(listener);
  await expect(serialLink({ ...settings, path }).open(listener)).rejects.toMatchObject({ id: 'device.in-use' });
  await link.close();
  path = second.station_path;
  const heard = Promise.withResolvers<string>();
  await link.open({ ...listener, data: (chunk) => heard.resolve(Buffer.from(chunk.bytes).toString()) });
  const far = serialLink({ ...settings, path: second.device_path });
  await far.open(listener);
  await far.send(Buffer.from('second'), 2000);
  expect(await heard.promise).toBe('second');
  expect(asked).toEqual([first.station_path, second.station_path]);
  await link.close();
  await far.close();

  const opening = link.open(listener);
  await link.close();
  await expect(opening).rejects.toMatchObject({ id: 'device.not-open' });
  await link.open(listener);
  await link.close();
}, 30_000);
