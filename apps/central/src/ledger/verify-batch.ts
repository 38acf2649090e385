import { MAX_EVENT_BYTES, canonicalBytes, type Envelope } from '@serialbridge/protocol';
import { EnvelopeInvalid } from './ledger-faults.ts';
import { sha256 } from './sha256.ts';

/**
 * Checks a batch: it is one station's and of one incarnation, it has no gap, and each event is hashed over the one before it. Names all faults
 * at once.
 * @throws EnvelopeInvalid
 */
export function verifyBatch(station_id: string, incarnation: string, events: readonly Envelope[]): void {
  const faults: { where: string; message: string }[] = [];
  const ids = new Set<string>();
  let before: Envelope | undefined;
  for (const [index, envelope] of events.entries()) {
    const fault = (message: string): void => {
      faults.push({ where: `events.${index}`, message });
    };
    if (envelope.station_id !== station_id) fault('names another station than the one that sends it');
    if (envelope.incarnation !== incarnation) fault('is of another incarnation than the batch');
    if (before !== undefined && envelope.seq !== before.seq + 1) fault(`has seq ${envelope.seq} after ${before.seq}`);
    else if (before !== undefined && envelope.prev_hash !== before.hash)
      fault('does not follow the event before it (prev_hash)');
    if (ids.has(envelope.event_id)) fault('has the event_id of an event before it');
    ids.add(envelope.event_id);
    before = envelope;
    let bytes: string;
    try {
      bytes = canonicalBytes(envelope);
    } catch (error) {
      fault(`has no canonical form: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    if (bytes.length > MAX_EVENT_BYTES || Buffer.byteLength(bytes) > MAX_EVENT_BYTES)
      fault(`is larger than ${MAX_EVENT_BYTES} bytes`);
    if (sha256(bytes) !== envelope.hash) fault('has a wrong hash');
  }
  if (faults.length > 0) throw new EnvelopeInvalid(faults);
}
