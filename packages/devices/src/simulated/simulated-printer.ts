import type { SimulatedEnd } from '../links/simulated-link.ts';
import { bytesOf, textOf } from '../protocols/parts/protocol.ts';
import { type PrinterControls, zplPrinterModel } from './zpl-printer-model.ts';

export interface SimulatedPrinter extends PrinterControls {
  readonly kind: 'printer';
  unplug(): void;
  plug(): void;
}

/** A label printer without hardware, which answers as a documented one does and keeps its labels. */
export function simulatedPrinter(end: SimulatedEnd): SimulatedPrinter {
  const model = zplPrinterModel();
  let receive = model.line();
  end.onReceive((bytes) => {
    const answer = receive(textOf(bytes));
    if (answer !== '') end.emit(bytesOf(answer));
  });
  return {
    ...model,
    kind: 'printer',
    plug: () => end.plug(),
    unplug: () => {
      receive = model.line();
      end.unplug();
    },
  };
}
