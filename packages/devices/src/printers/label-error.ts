import type { Finding } from '@serialbridge/protocol/station';
import { DeviceError, type DeviceErrorId } from '../errors/device-error.ts';

export interface LabelFault {
  readonly id: Extract<DeviceErrorId, `label.${string}`>;
  readonly params: Finding['params'];
}

/** A label that cannot be printed: the first fault as any device error, and all of them. */
export class LabelError extends DeviceError {
  readonly findings: readonly Finding[];

  constructor(first: LabelFault, others: readonly LabelFault[]) {
    super(first.id, first.params);
    this.findings = [first, ...others].map(({ id, params }) => ({ code: id, params }));
  }
}

/** Throws when there are faults, all at once. */
export function refuseFaults(faults: readonly LabelFault[]): void {
  const [first, ...others] = faults;
  if (first !== undefined) throw new LabelError(first, others);
}
