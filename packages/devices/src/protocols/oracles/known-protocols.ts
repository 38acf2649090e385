import { readFileSync } from 'node:fs';
import { NO_FACTS } from '../../links/link.ts';
import { type Measured, type ScaleAnswer, type ScaleProtocol, textOf } from '../parts/protocol.ts';
import { SCALE_PROTOCOLS, SERIAL_PROTOCOL_IDS, type SerialProtocolId } from '../scale-protocols.ts';
import type { ProtocolOracle } from '../parts/plain-reading.ts';

/** The protocol as its profile makes it, without options. */
export const protocolOf = (id: SerialProtocolId): ScaleProtocol => SCALE_PROTOCOLS[id].make({}, NO_FACTS);

/** What lies beside each protocol for its tests: the folder is the list. */
const ORACLES: ReadonlyMap<SerialProtocolId, ProtocolOracle> = new Map(
  await Promise.all(
    SERIAL_PROTOCOL_IDS.map(async (id) => {
      const { oracle } = (await import(`../${id}/oracle.ts`)) as { oracle: ProtocolOracle };
      return [id, oracle] as const;
    }),
  ),
);

export function oracleOf(id: SerialProtocolId): ProtocolOracle {
  const oracle = ORACLES.get(id);
  if (oracle === undefined) throw new Error(`${id} has no oracle`);
  return oracle;
}

export interface KnownFrame {
  readonly id: SerialProtocolId;
  readonly text: string;
  readonly meaning: string;
  /** The weight answers that the frame holds: one, or none where it is no weight (an echo). */
  readonly expected: readonly object[];
}

interface FrameRow {
  readonly answer_hex: string;
  readonly meaning: string;
  readonly measured: object | null;
}

export const KNOWN_FRAMES: readonly KnownFrame[] = SERIAL_PROTOCOL_IDS.flatMap((id) => {
  const rows = JSON.parse(readFileSync(new URL(`../${id}/frames.json`, import.meta.url), 'utf8')) as FrameRow[];
  return rows.map(({ answer_hex, meaning, measured }) => ({
    id,
    text: textOf(Buffer.from(answer_hex, 'hex')),
    meaning,
    expected: measured === null ? [] : [{ kind: 'weight', measured }],
  }));
});

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
