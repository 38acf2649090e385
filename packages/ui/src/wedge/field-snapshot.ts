type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** What a field had before a burst whose first key the browser had to be left. */
export interface FieldSnapshot {
  readonly field: Field;
  readonly value: string;
  readonly caret: readonly [start: number, end: number] | null;
}

export function takeSnapshot(target: EventTarget | null): FieldSnapshot | null {
  const is =
    target instanceof HTMLInputElement || target instanceof HTMLSelectElement || target instanceof HTMLTextAreaElement;
  if (!is) return null;
  const start = target instanceof HTMLSelectElement ? null : target.selectionStart;
  const end = target instanceof HTMLSelectElement ? null : target.selectionEnd;
  return { field: target, value: target.value, caret: start === null || end === null ? null : [start, end] };
}

/** Puts the value back, so that the page notices it as it noticed the change. */
export function restoreSnapshot({ field, value, caret }: FieldSnapshot): void {
  if (field.value === value) return;
  // past React, which keeps its own notion of an input's value and would see no change
  const prototype: unknown = Object.getPrototypeOf(field);
  if (!Reflect.set(Object(prototype) as object, 'value', value, field)) field.value = value;
  if (caret !== null && !(field instanceof HTMLSelectElement)) field.setSelectionRange(...caret);
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
