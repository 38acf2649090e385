/** The server that has the tenant does not answer, or the tenant is being moved: the same call will go through later. */
export class TenantUnavailable extends Error {
  readonly code = 'sync.overloaded';
  override readonly name = 'TenantUnavailable';
}
