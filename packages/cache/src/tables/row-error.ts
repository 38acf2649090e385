/** A row that central or a fold gave does not fit its entity. */
export class RowError extends Error {
  override readonly name = 'RowError';
}
