import type { DeviceConfigInput } from '@serialbridge/devices';

const WHOLE = new Set(['baud', 'data_bits', 'stop_bits']);
const OF_DEVICE = new Set(['device_id', 'name', 'profile', 'protocol']);

/**
 * One `--device` of the command line: `scanner=simulated`, `scale=/dev/ttyUSB0,baud=9600,profile=mettler-toledo-mt-sics`, or a whole configuration as
 * JSON. What it means is checked by the device manager, all faults at once.
 */
export function parseDeviceArgument(text: string, position: number): DeviceConfigInput {
  // The manager parses what comes from outside with its own schema.
  if (text.startsWith('{')) return JSON.parse(text) as DeviceConfigInput;
  const [head = '', ...rest] = text.split(',');
  const [kind = '', path = ''] = head.split('=');
  const settings = rest.map((part) => part.split('=') as [string, string | undefined]);
  const device = Object.fromEntries(settings.filter(([name]) => OF_DEVICE.has(name)));
  const link = Object.fromEntries(
    settings
      .filter(([name]) => !OF_DEVICE.has(name))
      .map(([name, value]) => [name, WHOLE.has(name) ? Number(value) : value]),
  );
  return {
    device_id: `${kind}-${position + 1}`,
    name: `${kind} ${position + 1}`,
    kind,
    link: path === 'simulated' ? { type: 'simulated' } : { type: 'serial', path, ...link },
    ...device,
  } as DeviceConfigInput;
}
