import { DeviceError } from '../errors/device-error.ts';

/** Shared libraries that the prebuilt drivers want, and the Debian and Ubuntu package of each. */
const PACKAGES: readonly (readonly [RegExp, string, string])[] = [
  [/libusb-1\.0/u, 'libusb-1.0', 'libusb-1.0-0'],
  [/libudev/u, 'libudev', 'libudev1'],
];

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const found = PACKAGES.find(
    ([pattern]) => pattern.test(text) && /cannot open shared object|no such file/iu.test(text),
  );
  if (found === undefined) return text;
  const [, library, name] = found;
  return `${library} is missing (Debian, Ubuntu: sudo apt-get install ${name})`;
}

/**
 * Native code is loaded late: a station without such devices must start where its binding cannot load. A failure is
 * `device.driver-missing` and names the package to install; the next call tries again.
 */
export async function loadDriver<Driver>(load: () => Promise<Driver>): Promise<Driver> {
  try {
    return await load();
  } catch (error) {
    throw new DeviceError('device.driver-missing', { reason: reasonOf(error) }, error);
  }
}
