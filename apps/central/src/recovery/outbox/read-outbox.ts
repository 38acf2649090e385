import { outboxLine, readOutboxFile, type OutboxFault, type OutboxFile } from '@serialbridge/protocol';
import { EnvelopeInvalid, verifyBatch } from '../../ledger/index.ts';

/** Events of one incarnation, in order. */
export interface OutboxChain {
  readonly incarnation: string;
  readonly events: OutboxFile['events'];
  readonly is_oldest: boolean;
}

export interface ReadOutbox {
  readonly file: OutboxFile;
  readonly chains: readonly OutboxChain[];
}

/** What verifyBatch says of `events.<index>`, at the line of the file. */
function chainFaults(
  header: OutboxFile['header'],
  chain: OutboxChain,
  lineOf: (index: number) => string,
): OutboxFault[] {
  try {
    verifyBatch(header.station_id, chain.incarnation, chain.events);
    return [];
  } catch (error) {
    if (!(error instanceof EnvelopeInvalid)) throw error;
    return error.faults.map(({ where, message }) => {
      const line = lineOf(Number(/\d+$/u.exec(where)?.[0] ?? 0));
      return { code: 'outbox.chain-broken', message: `The event on ${line} ${message}.`, where: line };
    });
  }
}

/** Reads a file and follows its chains. Names everything that is wrong with the file itself, all at once. */
export function readOutbox(bytes: Uint8Array): { read: ReadOutbox | null; faults: OutboxFault[] } {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const message = 'This is no outbox that a station exported: it is not UTF-8 text.';
    return { read: null, faults: [{ code: 'outbox.not-an-export', message, where: null }] };
  }
  const { file, faults } = readOutboxFile(text);
  if (file === null) return { read: null, faults: [...faults] };
  const indexed = file.events.map((event, index) => ({ event, index }));
  // Lines that could not be read are missing here. They are named already, so a chain that is broken at one of them is no second fault.
  const whole = faults.every(({ code }) => code !== 'outbox.unreadable-event');
  const found: OutboxFault[] = [...faults];
  const chains = [...Map.groupBy(indexed, ({ event }) => event.incarnation)].map(([incarnation, all]): OutboxChain => {
    const named = file.header.incarnations.find((one) => one.incarnation === incarnation);
    const chain = { incarnation, events: all.map(({ event }) => event), is_oldest: named?.is_oldest ?? false };
    if (whole) found.push(...chainFaults(file.header, chain, (index) => outboxLine(all[index]?.index ?? 0)));
    return chain;
  });
  return { read: { file, chains }, faults: found };
}
