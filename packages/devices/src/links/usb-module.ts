import { loadDriver } from './load-driver.ts';

interface UsbEndpoint {
  readonly endpointNumber: number;
  readonly direction: string;
  readonly type: string;
  readonly packetSize: number;
}
interface UsbAlternate {
  readonly alternateSetting: number;
  readonly interfaceClass: number;
  /** Printer class: 1 takes only, 2 and 3 answer too. */
  readonly interfaceProtocol: number;
  readonly endpoints: readonly UsbEndpoint[];
}

/** What is used of a device of `usb` 3.1.0. The getters of names and of the configuration may open the device, and throw. */
export interface UsbHandle {
  readonly vendorId: number;
  readonly productId: number;
  readonly bus: string;
  readonly address: number;
  readonly serialNumber: string | null;
  readonly productName: string | null;
  readonly configuration: {
    readonly interfaces: readonly { readonly interfaceNumber: number; readonly alternates: readonly UsbAlternate[] }[];
  };
  open(): Promise<void>;
  close(): Promise<void>;
  claimInterface(number: number): Promise<void>;
  releaseInterface(number: number): Promise<void>;
  selectAlternateInterface(number: number, alternate: number): Promise<void>;
  detachKernelDriver(number: number): Promise<void>;
  attachKernelDriver(number: number): Promise<void>;
  /** Rejects with `… Cancelled` when the time is over, `… Disconnected` when the device is gone. */
  nativeTransferIn(endpoint: number, timeoutMs: number, length: number): Promise<Uint8Array | null>;
  nativeTransferOut(endpoint: number, timeoutMs: number, data: Uint8Array): Promise<number>;
}

export interface UsbEmitter {
  addAttach(listener: () => void): Promise<void>;
  removeAttach(): Promise<void>;
  addDetach(listener: () => void): Promise<void>;
  removeDetach(): Promise<void>;
}

export interface UsbModule {
  nativeGetDevices(): Promise<UsbHandle[]>;
  readonly Emitter: new () => UsbEmitter;
}

export type LoadUsb = () => Promise<UsbModule>;

/**
 * The native half of `usb` 3.1.0. Its own event target throws outside of any promise when events cannot be had, and asks
 * for devices without a catch: that would end the process on a computer without a USB bus.
 */
export const loadUsb: LoadUsb = () => loadDriver(() => import('usb/index.js'));
