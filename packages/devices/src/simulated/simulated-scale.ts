import type { SimulatedEnd } from '../links/simulated-link.ts';
import type { ScaleProtocolId } from '../profiles/profile.ts';
import { bytesOf, textOf } from '../protocols/protocol.ts';
import { hidScaleModel } from './hid-scale-model.ts';
import { scaleModel } from './models/scale-model.ts';
import { scaleLoad } from './scale-load.ts';
import type { SimulatedScale } from './simulated-devices.ts';

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
