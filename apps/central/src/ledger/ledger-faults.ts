/** An envelope that central cannot take (`sync.envelope-invalid`). Nothing was stored, and the event stays in the station's outbox. */
export class EnvelopeInvalid extends Error {
  readonly code = 'sync.envelope-invalid';
  readonly faults: readonly { readonly where: string; readonly message: string }[];
  constructor(faults: readonly { readonly where: string; readonly message: string }[]) {
    super(faults.map((fault) => `${fault.where}: ${fault.message}`).join('; '));
    this.name = 'EnvelopeInvalid';
    this.faults = faults;
  }
}

/** A draft of central's own could not be applied, so nothing of the call was stored. `held_reason` by index of the draft. */
export class DraftRefused extends Error {
  readonly code = 'request.conflict';
  readonly refused: readonly { readonly index: number; readonly type: string; readonly held_reason: string }[];
  constructor(refused: readonly { readonly index: number; readonly type: string; readonly held_reason: string }[]) {
    super(refused.map((one) => `draft ${one.index} (${one.type}): ${one.held_reason}`).join('; '));
    this.name = 'DraftRefused';
    this.refused = refused;
  }
}

/** There is no such tenant here. */
export class UnknownTenant extends Error {
  readonly code = 'request.not-found';
  constructor(tenant_id: string) {
    super(`there is no tenant ${tenant_id}`);
    this.name = 'UnknownTenant';
  }
}
