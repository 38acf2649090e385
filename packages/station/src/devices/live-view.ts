import { gramsOf, type Scan, type WeightReading } from '@serialbridge/core/scan';
import { showElements } from '@serialbridge/core/gs1';
import type { LineTrace } from '@serialbridge/devices';
import type { DeviceTrace, IdentifiedScan, LiveWeight } from '@serialbridge/protocol/station';

const MOST_TRACES = 60;
/** Of a longer frame the beginning is shown; the scan itself is whole. */
const MOST_BYTES = 2048;

/** `12.50 kg`, as the scale shows it: trailing zeros are its resolution. */
function weightText(reading: Extract<WeightReading, { state: 'stable' }>): string {
  const { mantissa, exponent, unit } = reading;
  const digits = exponent >= 0 ? String(mantissa * 10 ** exponent) : (mantissa / 10 ** -exponent).toFixed(-exponent);
  return `${digits} ${unit}`;
}

export function liveWeight(reading: WeightReading): LiveWeight {
  const stable = reading.state === 'stable';
  const grams = gramsOf(reading);
  return {
    at: reading.at,
    state: reading.state,
    text: stable ? weightText(reading) : null,
    grams: grams === null ? null : Math.max(0, grams),
    detail: stable ? null : (reading.detail ?? null),
  };
}

function identified(scan: Scan): IdentifiedScan {
  return {
    at: scan.at,
    device_id: scan.device_id,
    via: scan.via,
    text: scan.text,
    aim_id: scan.aim_id,
    symbology: scan.symbology,
    without_suffix: scan.without_suffix ?? false,
    gs1: scan.gs1 === null ? null : showElements(scan.gs1.elements),
  };
}

/** What went over the lines lately: for a person who looks on, kept nowhere. */
export class LiveView {
  #traces: readonly DeviceTrace[] = [];
  #made = 0;
  readonly #weights = new Map<string, LiveWeight>();
  readonly #scannedAt = new Map<string, number>();
  #lastScan: IdentifiedScan | null = null;

  traced(trace: LineTrace & { readonly device_id: string }): void {
    const { at, device_id, direction, meaning } = trace;
    const hex = Buffer.from(trace.bytes.subarray(0, MOST_BYTES)).toString('hex');
    const row = { trace_id: (this.#made += 1), at, device_id, direction, hex, meaning };
    this.#traces = [row, ...this.#traces.slice(0, MOST_TRACES - 1)];
  }

  weighed(reading: WeightReading): void {
    this.#weights.set(reading.device_id, liveWeight(reading));
  }

  scanned(scan: Scan): void {
    this.#scannedAt.set(scan.device_id, scan.at);
    this.#lastScan = identified(scan);
  }

  /** After a device was unplugged or changed its profile: what it said is no longer so. */
  forget(deviceId: string): void {
    this.#weights.delete(deviceId);
  }

  get traces(): readonly DeviceTrace[] {
    return this.#traces;
  }
  get lastScan(): IdentifiedScan | null {
    return this.#lastScan;
  }
  weight(deviceId: string): LiveWeight | null {
    return this.#weights.get(deviceId) ?? null;
  }
  scannedAt(deviceId: string): number | null {
    return this.#scannedAt.get(deviceId) ?? null;
  }
}
