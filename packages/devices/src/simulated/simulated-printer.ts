import type { Link } from '../links/link.ts';
import { simulatedLink } from '../links/simulated-link.ts';
import { bytesOf, textOf } from '../protocols/protocol.ts';
import { type PrinterControls, zplPrinterModel } from './zpl-printer-model.ts';

export interface SimulatedPrinter extends PrinterControls {
  readonly link: Link;
  unplug(): void;
  plug(): void;
}

/** A label printer without hardware, which answers as a documented one does and keeps its labels. */
export function simulatedPrinter(name: string): SimulatedPrinter {
  const { link, end } = simulatedLink(name);
  const model = zplPrinterModel();
  let receive = model.line();
  end.onReceive((bytes) => {
    const answer = receive(textOf(bytes));
    if (answer !== '') end.emit(bytesOf(answer));
  });
  return {
    ...model,
    link,
    plug: () => end.plug(),
    unplug: () => {
      receive = model.line();
      end.unplug();
    },
  };
}
