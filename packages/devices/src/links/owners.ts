import { realpathSync } from 'node:fs';
import { DeviceError } from '../errors/device-error.ts';

/** Who holds which device in this process: a second reader of one line gets every other byte, of a HID device every scan twice. */
const owners = new Map<string, symbol>();

/** by-id names and pty links lead to the same device: the owner is of the device, not of the name. */
function deviceOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Takes a device for one link; the returned function gives it back, and may be called twice. Throws `device.in-use`. */
export function takeDevice(path: string): () => void {
  const key = deviceOf(path);
  if (owners.has(key)) throw new DeviceError('device.in-use', { path });
  const owner = Symbol(path);
  owners.set(key, owner);
  return () => {
    if (owners.get(key) === owner) owners.delete(key);
  };
}
