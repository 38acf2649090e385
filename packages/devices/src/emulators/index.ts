export { type ScaleEmulator, startScaleEmulator } from './scale-emulator.ts';
export { type PtyPair, ptyPair } from './pty-pair.ts';
export { startZplPrinterEmulator, type ZplPrinterEmulator } from './zpl-printer-emulator.ts';
