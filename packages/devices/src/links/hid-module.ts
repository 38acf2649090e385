import { loadDriver } from './load-driver.ts';

/** One collection of one HID device, as node-hid lists it: a device with several shows several times, with one path. */
export interface HidInfo {
  readonly vendorId: number;
  readonly productId: number;
  readonly path?: string | undefined;
  readonly serialNumber?: string | undefined;
  readonly manufacturer?: string | undefined;
  readonly product?: string | undefined;
  readonly interface: number;
  readonly usagePage?: number | undefined;
  readonly usage?: number | undefined;
}

/** What is used of an open node-hid device (`HIDAsync`). Reports come with their id in front where they are numbered. */
export interface HidHandle {
  on(event: 'data', listener: (report: Uint8Array) => void): unknown;
  /** Unplugged: a string, and no `close` event follows. */
  on(event: 'error', listener: (reason: unknown) => void): unknown;
  removeAllListeners(event: 'data'): unknown;
  /** One report that waits; empty when none does. */
  read(timeoutMs: number): Promise<Uint8Array | undefined>;
  write(report: Buffer): Promise<number>;
  sendFeatureReport(report: Buffer): Promise<number>;
  close(): Promise<void>;
}

export interface HidModule {
  devicesAsync(): Promise<HidInfo[]>;
  readonly HIDAsync: { open(path: string): Promise<HidHandle> };
}

export type LoadHid = () => Promise<HidModule>;

/** node-hid 3.4.0. Its binding loads at the first call, not at import: asking for the version makes it fail here. */
export const loadHid: LoadHid = () =>
  loadDriver(async () => {
    const hid = await import('node-hid');
    hid.getHidapiVersion();
    return hid;
  });
