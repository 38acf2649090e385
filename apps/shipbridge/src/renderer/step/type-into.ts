/** Puts the caret into a field; what stands there is replaced by the first key. */
export function typeInto(field: HTMLInputElement | null | undefined): void {
  field?.focus();
  field?.select();
}
