import { isDeepStrictEqual } from 'node:util';
import { gramsOf } from '@serialbridge/core/scan';
import { expect, test } from 'vitest';
import { hear, oracleOf, protocolOf } from './oracles/known-protocols.ts';
import { bytesOf, type ScaleAnswer, type ScaleProtocol, textOf } from './parts/protocol.ts';
import type { ScaleModel } from './parts/scale-model.ts';
import { scaleModel, SERIAL_PROTOCOL_IDS as IDS, type SerialProtocolId } from './scale-protocols.ts';

/** What the protocol hears when it asks the model, or listens to it. */
function heardFrom(model: ScaleModel, protocol: ScaleProtocol, command = protocol.poll): ScaleAnswer[] {
  const said = command === null ? model.tick() : model.receive(textOf(command));
  return hear(protocol, [bytesOf(said)]);
}

/** The stable weight in grams that is heard; a test that hears anything else fails. */
function gramsFrom(model: ScaleModel, protocol: ScaleProtocol): number | null {
  const answers = heardFrom(model, protocol);
  expect(answers).toMatchObject([{ kind: 'weight', measured: { state: 'stable' } }]);
  return answers[0]?.kind === 'weight' ? gramsOf({ ...answers[0].measured, device_id: 'd', at: 0 }) : null;
}

/** Half a hundredth of a pound: what the coarsest of them rounds away. */
const ROUNDING = 5;

test.each(IDS)('scale-model %s: a load at rest is the weight that was put on', (id) => {
  const protocol = protocolOf(id);
  const model = scaleModel(id, 0);
  expect(gramsFrom(model, protocol)).toBe(0);
  for (const grams of [10, 1250, 9999, 15_000, 0]) {
    model.setWeight(grams);
    expect(Math.abs((gramsFrom(model, protocol) ?? Number.NaN) - grams)).toBeLessThanOrEqual(ROUNDING);
  }
});

function takenOff(id: SerialProtocolId): { readonly model: ScaleModel; readonly protocol: ScaleProtocol } {
  const protocol = protocolOf(id);
  const model = scaleModel(id, 2000);
  model.receive(textOf(protocol.zero ?? new Uint8Array()));
  model.setWeight(500);
  return { model, protocol };
}

test.each(IDS.filter((id) => oracleOf(id).unsigned === true))(
  'scale-model %s: what was taken off a zeroed scale is under zero',
  (id) => {
    const { model, protocol } = takenOff(id);
    expect(heardFrom(model, protocol)).toMatchObject([{ measured: { state: 'under' } }]);
  },
);

test.each(IDS.filter((id) => oracleOf(id).unsigned !== true))(
  'scale-model %s: what was taken off a zeroed scale is a weight below zero',
  (id) => {
    const { model, protocol } = takenOff(id);
    expect(Math.abs((gramsFrom(model, protocol) ?? Number.NaN) + 1500)).toBeLessThanOrEqual(ROUNDING);
  },
);

test.each(IDS)('scale-model %s: moving, over, under and at rest again', (id) => {
  const protocol = protocolOf(id);
  const model = scaleModel(id, 1250);
  model.moving();
  const [first, second] = [heardFrom(model, protocol), heardFrom(model, protocol)];
  // without a mark of motion all that tells is that no weight is said twice
  const state = protocol.stability === 'marked' ? 'moving' : 'stable';
  for (const answers of [first, second]) expect(answers).toMatchObject([{ measured: { state } }]);
  expect(state === 'stable' && isDeepStrictEqual(first, second)).toBe(false);
  model.over();
  expect(heardFrom(model, protocol)).toMatchObject([{ measured: { state: 'over' } }]);
  model.under();
  expect(heardFrom(model, protocol)).toMatchObject([{ measured: { state: 'under' } }]);
  model.stable();
  expect(Math.abs((gramsFrom(model, protocol) ?? Number.NaN) - 1250)).toBeLessThanOrEqual(ROUNDING);
});

test.each(IDS)('scale-model %s: a zero is done at rest, and refused while it moves', (id) => {
  const protocol = protocolOf(id);
  const model = scaleModel(id, 1250);
  const zero = (): ScaleAnswer[] => (protocol.zero === null ? [] : heardFrom(model, protocol, protocol.zero));
  const zeros = (): ScaleAnswer[] => zero().filter(({ kind }) => kind === 'zero');
  expect(protocol.zero).not.toBeNull();

  model.moving();
  expect(zeros()).toEqual(protocol.zero_outcome === 'answer' ? [{ kind: 'zero', outcome: 'refused' }] : []);
  model.stable();
  expect(Math.abs((gramsFrom(model, protocol) ?? Number.NaN) - 1250)).toBeLessThanOrEqual(ROUNDING);

  expect(zeros()).toEqual(protocol.zero_outcome === 'answer' ? [{ kind: 'zero', outcome: 'done' }] : []);
  expect(gramsFrom(model, protocol)).toBe(0);
});

test.each(IDS)('scale-model %s: waits to be asked, or sends by itself', (id) => {
  const { poll } = protocolOf(id);
  const model = scaleModel(id, 1250);
  expect(model.sends_by_itself).toBe(poll === null);
  expect(model.tick() === '').toBe(poll !== null);
});

test.each(IDS.filter((id) => protocolOf(id).poll !== null))(
  'scale-model %s: a command is one however it is chopped, and an unknown one is no weight',
  (id) => {
    const protocol = protocolOf(id);
    const model = scaleModel(id, 1250);
    const poll = textOf(protocol.poll ?? new Uint8Array());
    const whole = model.receive(poll);
    const chopped = Array.from(poll, (character) => model.receive(character)).join('');
    expect(chopped).toBe(whole);
    const unknown = hear(protocol, [bytesOf(model.receive(poll.replace(/[A-Z]+/u, 'Q9')))]);
    for (const answer of unknown) expect(answer).toMatchObject({ kind: 'weight', measured: { state: 'fault' } });
  },
);
