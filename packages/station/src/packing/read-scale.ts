import { gramsOf, refusal, type Outcome, type WeightReading } from '@serialbridge/core/scan';
import type { PackingCommand } from '@serialbridge/core/packing';
import type { HostContext } from '../contract/host-context.ts';

/** A state without a weight as its own sentence; moving is never zero. */
const NO_WEIGHT: Readonly<Record<Exclude<WeightReading['state'], 'stable'>, string>> = {
  moving: 'packing.scale-moving',
  under: 'packing.scale-under',
  over: 'packing.scale-over',
  'needs-zero': 'packing.scale-needs-zero',
  fault: 'packing.scale-fault',
  silent: 'packing.scale-silent',
};

/** A stable reading that began after this call, as the command that weighs the box; else what the scale said. */
export async function readScale(context: HostContext, package_id: string | null): Promise<PackingCommand | Outcome> {
  if (!context.devices.scale.present) return refusal({ code: 'packing.scale-none', params: {} });
  const reading = await context.devices.scale.readStable();
  const weight_g = gramsOf(reading);
  if (weight_g === null || reading.state !== 'stable') {
    const state = reading.state === 'stable' ? 'fault' : reading.state;
    return refusal({ code: NO_WEIGHT[state], params: {} });
  }
  return {
    type: 'weigh',
    package_id,
    weight_g: Math.max(0, weight_g),
    weight_source: 'scale',
    reading_raw: reading.raw.slice(0, 300),
  };
}
