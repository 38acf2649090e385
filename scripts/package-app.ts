import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { stageApp } from './stage-app.ts';

export const APPS = { receivebridge: 'Receivebridge', shipbridge: 'Shipbridge' } as const;

/** Packs one built app with electron-builder; `extra` goes on its command line (targets, overrides). */
export function packageApp(app: keyof typeof APPS, extra: readonly string[]): void {
  const stage = stageApp(app, APPS[app]);
  const args = [
    '--projectDir',
    stage,
    '--config',
    resolve('electron-builder.yml'),
    '--publish',
    'never',
    `-c.productName=${APPS[app]}`,
    `-c.appId=example.serialbridge.${app}`,
    ...extra,
  ];
  const { status } = spawnSync('electron-builder', args, { stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) throw new Error(`electron-builder failed for ${app}`);
}
