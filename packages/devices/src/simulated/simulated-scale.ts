import type { SimulatedEnd } from '../links/simulated-link.ts';
import { bytesOf, textOf } from '../protocols/parts/protocol.ts';
import { hidScaleModel } from '../protocols/hid-scale/hid-scale-model.ts';
import { type ScaleControls, scaleLoad } from '../protocols/parts/scale-model.ts';
import { scaleModel, type ScaleProtocolId } from '../protocols/scale-protocols.ts';

/** The cable of a device without hardware. */
export interface Plug {
  unplug(): void;
  plug(): void;
}

export interface SimulatedScale extends Plug, ScaleControls {
  readonly kind: 'scale';
  /** Answers nothing from now on, as when it is switched off with its cable still in. */
  silence(silent: boolean): void;
}

/** How often a scale that sends by itself says what lies on it. */
const SAYS_MS = 100;

/** A scale that sends its HID reports all the time, as long as somebody has it open. */
function hidScaleEnd(end: SimulatedEnd): SimulatedScale {
  const model = hidScaleModel({ exponent: 0 });
  const load = scaleLoad();
  let silent = false;
  end.onReceive((bytes) => model.receive(bytes));
  const say = (): void => {
    if (silent || !end.plugged) return;
    model.setWeight(load.grams());
    model.setStatus(load.settle());
    end.emit(model.report());
  };
  // a simulated device never keeps its process alive
  setInterval(say, SAYS_MS).unref();
  return {
    ...load.controls,
    kind: 'scale',
    silence: (next) => {
      silent = next;
    },
    unplug: () => end.unplug(),
    plug: () => end.plug(),
  };
}

/** A scale on a line that speaks the protocol, byte for byte. */
export function simulatedScale(end: SimulatedEnd, protocol: ScaleProtocolId): SimulatedScale {
  if (protocol === 'hid-scale') return hidScaleEnd(end);
  const model = scaleModel(protocol);
  let silent = false;
  if (model.sends_by_itself) {
    setInterval(() => {
      if (!silent) end.emit(bytesOf(model.tick()));
    }, SAYS_MS).unref();
  }
  end.onReceive((bytes) => {
    const answer = model.receive(textOf(bytes));
    if (!silent && answer !== '') end.emit(bytesOf(answer));
  });
  return {
    ...model,
    kind: 'scale',
    silence: (next) => {
      silent = next;
    },
    unplug: () => end.unplug(),
    plug: () => end.plug(),
  };
}
