import type { Measured, ScaleAnswer, ScaleProtocol } from '../protocol.ts';
import { SCALE_PROTOCOLS } from '../scale-protocols.ts';
import type { SerialProtocolId } from './scale-oracles.ts';

/** The protocol as its profile makes it, without options. */
export const protocolOf = (id: SerialProtocolId): ScaleProtocol => SCALE_PROTOCOLS[id]({}, { report_descriptor: null });

/** Every answer that framer and protocol find in these pieces, in order. */
export function hear(protocol: ScaleProtocol, pieces: readonly Uint8Array[]): ScaleAnswer[] {
  const framer = protocol.framer();
  const answers: ScaleAnswer[] = [];
  for (const [at, piece] of pieces.entries()) {
    for (const frame of framer.push(piece, at)) {
      const answer = protocol.parse(frame.bytes);
      if (answer !== null) answers.push(answer);
    }
  }
  return answers;
}

export type StableWeight = Extract<Measured, { state: 'stable' }>;

export const stableIn = (answers: readonly ScaleAnswer[]): StableWeight[] =>
  answers
    .flatMap((answer) => (answer.kind === 'weight' ? answer.measured : []))
    .filter((measured) => measured.state === 'stable');
