import { parseArgs } from 'node:util';
import type { DeviceConfigInput } from '@serialbridge/devices';
import { parseDeviceArgument } from '../devices/device-arguments.ts';
import type { App } from '../contract/host-context.ts';

export interface HostArguments {
  readonly app: App;
  readonly data_dir: string;
  /** Null: not on a WebSocket. 0: any free port. */
  readonly port: number | null;
  readonly central_url: string | null;
  readonly pairing_code: string | null;
  readonly devices: readonly DeviceConfigInput[];
  readonly insecure_http: boolean;
  readonly ca_file: string | null;
  readonly log_level: string;
}

const USAGE =
  'usage: --app receivebridge|shipbridge --data FOLDER [--listen PORT] [--central URL] [--device KIND=PATH|simulated[,baud=…]]… [--ca FILE] [--insecure-http] [--log-level LEVEL]';

const text = (value: string | boolean | undefined): string | null => (typeof value === 'string' ? value : null);

/** What is no secret comes on the command line; what is one comes from here, because every user of a machine can list its command lines. */
const PAIRING_CODE = 'SERIALBRIDGE_PAIRING_CODE';

/** Reads the command line and the pairing code. Throws an Error that says what is wrong. */
export function hostArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  app?: App,
): HostArguments {
  const { values } = parseArgs({
    args: [...args],
    options: {
      app: { type: 'string' },
      data: { type: 'string' },
      listen: { type: 'string' },
      central: { type: 'string' },
      pair: { type: 'string' },
      device: { type: 'string', multiple: true },
      ca: { type: 'string' },
      'insecure-http': { type: 'boolean' },
      'log-level': { type: 'string' },
    },
    // Electron and Chromium add switches of their own.
    strict: false,
    allowPositionals: true,
  });
  const named = app ?? text(values.app);
  if (named !== 'receivebridge' && named !== 'shipbridge')
    throw new Error(`--app must be receivebridge or shipbridge. ${USAGE}`);
  if (values.pair !== undefined)
    throw new Error(`--pair is not taken: a pairing code is read from ${PAIRING_CODE}, or typed on the screen.`);
  const data_dir = text(values.data);
  if (data_dir === null) throw new Error(`--data names no folder. ${USAGE}`);
  const port = values.listen === undefined ? null : Number(values.listen === true ? 0 : values.listen);
  if (port !== null && !(Number.isInteger(port) && port >= 0 && port <= 65_535))
    throw new Error(`--listen ${String(values.listen)} is no port.`);
  return {
    app: named,
    data_dir,
    port,
    central_url: text(values.central),
    pairing_code: env[PAIRING_CODE] ?? null,
    devices: (values.device ?? []).flatMap((device, position) =>
      typeof device === 'string' ? [parseDeviceArgument(device, position)] : [],
    ),
    insecure_http: values['insecure-http'] === true,
    ca_file: text(values.ca),
    log_level: text(values['log-level']) ?? 'info',
  };
}
