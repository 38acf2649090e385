import type { WeightUnit } from '@serialbridge/core/scan';
import type { ScaleProtocolId } from '../../profiles/profile.ts';
import { mtSicsModel } from '../mt-sics-model.ts';
import { type ScaleControls, scaleLoad } from '../scale-load.ts';
import { SCALE_VOICES, type ScaleVoice } from './scale-voices.ts';

const GRAMS: Readonly<Record<WeightUnit, number>> = { g: 1, kg: 1000, oz: 28.349523125, lb: 453.59237 };

/** The device's side of a serial protocol: commands in, answers out, and what it sends by itself. */
export interface ScaleModel extends ScaleControls {
  /** Takes bytes as they come, and returns the answers to the commands that were completed by them. */
  receive(text: string): string;
  /** What a scale that sends by itself says now; empty for one that waits to be asked. */
  tick(): string;
  readonly sends_by_itself: boolean;
}

/** The commands whole in what has come, and what is left of the last one. */
function commandsOf(voice: ScaleVoice, text: string): { readonly commands: string[]; readonly rest: string } {
  const known = [voice.poll, voice.zero].filter((command) => command !== null);
  // single letters have no terminator: each is a command
  if (known.every((command) => command.length === 1)) return { commands: Array.from(text), rest: '' };
  const end = known[0]?.endsWith('\r\n') === true ? '\r\n' : '\r';
  const lines = text.split(end);
  const rest = lines.pop() ?? '';
  return { commands: lines.map((line) => `${line}${end}`), rest };
}

function modelOf(voice: ScaleVoice, grams: number): ScaleModel {
  const load = scaleLoad(grams);
  let pending = '';
  let swings = 0;

  const shown = (): string => {
    const value = (load.grams() / GRAMS[voice.unit]).toFixed(voice.places);
    return Number(value) === 0 ? value.replace('-', '') : value;
  };
  /** A load that moves never shows the same weight twice in a row: that is all that a scale without a mark of motion tells. */
  const swinging = (): string => {
    swings += 1;
    const value = load.grams() / GRAMS[voice.unit] + (1 + (swings % 7)) * 10 ** -voice.places;
    return value.toFixed(voice.places);
  };
  const weigh = (): string => {
    const now = load.settle();
    return voice.say(now, now === 'moving' ? swinging() : shown());
  };
  const zero = (): string => {
    const now = load.settle();
    if (now === 'stable') load.zero();
    return voice.zeroed?.(now === 'stable', now) ?? '';
  };
  const answer = (command: string): string => {
    if (command === voice.poll) return weigh();
    return command === voice.zero ? zero() : (voice.unknown ?? '');
  };

  return {
    sends_by_itself: voice.poll === null,
    tick: () => (voice.poll === null ? weigh() : ''),
    receive(text) {
      const { commands, rest } = commandsOf(voice, `${pending}${text}`);
      pending = rest;
      return commands.map(answer).join('');
    },
    ...load.controls,
  };
}

/** A scale that speaks this protocol, with a load on it (g). */
export function scaleModel(protocol: Exclude<ScaleProtocolId, 'hid-scale'>, grams = 0): ScaleModel {
  if (protocol !== 'mt-sics') return modelOf(SCALE_VOICES[protocol], grams);
  return { ...mtSicsModel(grams), sends_by_itself: false, tick: () => '' };
}
