import { HIDAsync, devices } from 'node-hid';
import { SerialPort } from 'serialport';

/** A device opened with its library alone, nothing of the product in between. */
export interface BareLine {
  /** Resolves when the next data come; for lines, when a CR is among them. */
  nextData(): Promise<void>;
  close(): Promise<void>;
}

export async function openBareLine(vendorId: string, productId: string): Promise<BareLine> {
  let told: (() => void) | null = null;
  const nextData = (): Promise<void> =>
    new Promise((resolve) => {
      told = resolve;
    });
  const hid = devices(Number(`0x${vendorId}`), Number(`0x${productId}`)).find(({ path }) => path !== undefined);
  if (hid?.path !== undefined) {
    const open = await HIDAsync.open(hid.path);
    open.on('error', () => undefined);
    open.on('data', () => told?.());
    return { nextData, close: () => open.close() };
  }
  const found = (await SerialPort.list()).find((one) => one.vendorId === vendorId && one.productId === productId);
  if (found === undefined) throw new Error('no such device');
  const port = new SerialPort({ path: found.path, baudRate: 9600, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  port.on('data', (bytes: Buffer) => {
    if (bytes.includes(0x0d)) told?.();
  });
  return { nextData, close: () => new Promise((resolve) => port.close(() => resolve())) };
}
