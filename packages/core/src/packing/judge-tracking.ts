import { readCode } from '../gs1/aim-id.ts';
import { findOtherText } from '../other-codes/find-other-code.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import { plainTracking, readTracking, type TrackingNumber } from '../tracking/read-tracking.ts';
import type { TrackingLookups } from './packing-state.ts';

/** What a text says as a tracking number, whatever other shipments have. Routing says the same of a scan. */
function readTyped(text: string, lookups: TrackingLookups): TrackingNumber | RuleFailure {
  const code = readCode(text.trim());
  const read = readTracking({ ...code, typed: true });
  if (read?.sure === true) return read.kind === 'number' ? read : read.finding;
  const named = lookups.namedOtherwise(code.text);
  if (named !== null) return named;
  if (read !== null) return read.kind === 'number' ? read : read.finding;
  const other = findOtherText(code.text);
  if (other !== null) return { code: other.id, params: { ...other.params, context: 'tracking' } };
  return { kind: 'number', tracking_number: plainTracking(code.text), carrier: null, service: null, sure: false };
}

/** The tracking number that a text is, or why it is none; one that another shipment has is a label's that left already. */
export function judgeTracking(text: string, lookups: TrackingLookups): TrackingNumber | RuleFailure {
  const read = readTyped(text, lookups);
  if (!('kind' in read)) return read;
  const { tracking_number } = read;
  const shipped = lookups.shipmentWith(tracking_number);
  if (shipped === null) return read;
  return { code: 'packing.tracking-shipped', params: { tracking: tracking_number, ...shipped } };
}
