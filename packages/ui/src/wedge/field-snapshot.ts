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

/** Puts the value back. The page was told of no change, so it is told of none now. */
export function restoreSnapshot({ field, value, caret }: FieldSnapshot): void {
  if (field.value === value) return;
  const prototype: unknown = Object.getPrototypeOf(field);
  // past React, which keeps its own notion of an input's value
  if (!Reflect.set(Object(prototype) as object, 'value', value, field)) field.value = value;
  if (caret !== null && !(field instanceof HTMLSelectElement)) field.setSelectionRange(...caret);
}
