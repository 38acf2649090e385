/** Input types that take a character where the caret stands. The others (date, colour, checkbox …) have no caret. */
const TEXT_TYPES = new Set(['text', 'search', 'url', 'tel', 'password', 'email', 'number']);

type TextField = HTMLInputElement | HTMLTextAreaElement;

/** The element a key really goes to, through shadow roots. */
export function keyTarget(event: Event): EventTarget | null {
  return event.composedPath()[0] ?? event.target;
}

export function isTextField(target: EventTarget | null): target is TextField {
  if (target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && TEXT_TYPES.has(target.type);
}

/** Fields that a key changes in a way no script can repeat: they keep their keys, and get their old value back after a scan. */
export function isWidget(target: EventTarget | null): target is HTMLInputElement | HTMLSelectElement {
  if (target instanceof HTMLSelectElement) return true;
  return (
    target instanceof HTMLInputElement &&
    ['date', 'time', 'month', 'week', 'datetime-local', 'color', 'range'].includes(target.type)
  );
}

export const isEditable = (target: EventTarget | null): target is HTMLElement =>
  target instanceof HTMLElement && (target.isContentEditable || target.contentEditable === 'true');

/** True where a person sees each character appear, so that holding one back would be felt. */
export function showsTyping(target: EventTarget | null): boolean {
  return isTextField(target) || isEditable(target) || isWidget(target);
}

/** Puts the text at the caret without the browser's help: for a field that lost the focus meanwhile, and where execCommand is not. */
function insertIntoField(field: TextField, text: string): void {
  if (field.disabled || field.readOnly) return;
  const announced = new InputEvent('beforeinput', {
    inputType: 'insertText',
    data: text,
    bubbles: true,
    cancelable: true,
  });
  if (!field.dispatchEvent(announced)) return;
  const start = field.selectionStart;
  if (start === null) {
    // number and e-mail fields have no selection to read: the end is where people type
    field.value += text;
  } else {
    const end = field.selectionEnd ?? start;
    const room = field.maxLength < 0 ? text.length : Math.max(0, field.maxLength - field.value.length + (end - start));
    field.setRangeText(text.slice(0, room), start, end, 'end');
  }
  field.dispatchEvent(new InputEvent('input', { inputType: 'insertText', data: text, bubbles: true }));
}

/**
 * Types one character that was held back, as the browser would have: into the field where the caret stands (with undo
 * and the field's own rules), onto a button or box for a space, and nowhere else.
 */
export function insertTyping(target: EventTarget | null, character: string): void {
  if (isTextField(target) || isEditable(target)) {
    const root = target.getRootNode();
    const focused = (root instanceof Document || root instanceof ShadowRoot) && root.activeElement === target;
    const { ownerDocument } = target;
    // the only way to insert that keeps the undo history; jsdom has none
    if (
      focused &&
      typeof ownerDocument.execCommand === 'function' &&
      ownerDocument.execCommand('insertText', false, character)
    )
      return;
    if (isTextField(target)) insertIntoField(target, character);
    return;
  }
  if (character !== ' ' || !(target instanceof HTMLElement)) return;
  const pressed =
    target instanceof HTMLInputElement || target instanceof HTMLButtonElement || target.localName === 'summary';
  if (pressed) target.click();
}
