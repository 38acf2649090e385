import { isEditable, isTextField } from './insert-typing.ts';

type Key = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>;

const MOVES: Readonly<Record<string, readonly [direction: 'backward' | 'forward', by: string, byWithCtrl: string]>> = {
  ArrowLeft: ['backward', 'character', 'word'],
  ArrowRight: ['forward', 'character', 'word'],
  ArrowUp: ['backward', 'line', 'paragraph'],
  ArrowDown: ['forward', 'line', 'paragraph'],
  Home: ['backward', 'lineboundary', 'documentboundary'],
  End: ['forward', 'lineboundary', 'documentboundary'],
  PageUp: ['backward', 'paragraph', 'documentboundary'],
  PageDown: ['forward', 'paragraph', 'documentboundary'],
};

/** What Ctrl with a letter does to a text, as a browser's editing command. Pasting no page can do: `isNative` leaves it to the browser. */
const COMMANDS: Readonly<Record<string, string>> = {
  a: 'selectAll',
  c: 'copy',
  x: 'cut',
  y: 'redo',
  z: 'undo',
  Insert: 'copy',
};

/** A paste, a dead key, an input method: the browser does at once what it does, and what changed is put back if a scanner sent the key. */
export const isNative = (event: KeyboardEvent): boolean =>
  event.isComposing ||
  event.key === 'Dead' ||
  event.key === 'Process' ||
  ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'v') ||
  (event.shiftKey && event.key === 'Insert');

/** Keys that change a widget (a date, a choice, a slider) in a way that no page can repeat. */
export const changesWidget = (event: KeyboardEvent): boolean =>
  !event.ctrlKey &&
  !event.altKey &&
  !event.metaKey &&
  (event.key in MOVES || event.key === 'Backspace' || event.key === 'Delete' || Array.from(event.key).length === 1);

function erase({ key, ctrlKey, shiftKey }: Key): void {
  if (key === 'Delete' && shiftKey) {
    document.execCommand('cut');
    return;
  }
  const backward = key === 'Backspace';
  const selection = document.getSelection();
  if (ctrlKey && selection?.type === 'Caret') selection.modify('extend', backward ? 'backward' : 'forward', 'word');
  document.execCommand(backward ? 'delete' : 'forwardDelete');
}

/** The next of a group of radio buttons is chosen, around its ends. */
function chooseRadio(radio: HTMLInputElement, step: number): void {
  const root = radio.form ?? radio.ownerDocument;
  const group = [...root.querySelectorAll<HTMLInputElement>('input[type="radio"]')].filter(
    ({ name, disabled }) => name === radio.name && !disabled,
  );
  const next = group[(group.indexOf(radio) + step + group.length) % group.length];
  next?.focus();
  next?.click();
}

const scrolls = (element: Element): boolean =>
  element.scrollHeight > element.clientHeight && /auto|scroll/u.test(getComputedStyle(element).overflowY);

const LINE_PX = 40;
function scroll(target: Element, key: string): void {
  let scroller: Element | null = target;
  while (scroller !== null && !scrolls(scroller)) scroller = scroller.parentElement;
  scroller ??= document.scrollingElement;
  if (scroller === null) return;
  const { scrollHeight: all, clientHeight: page } = scroller;
  const step = { ArrowUp: -LINE_PX, ArrowDown: LINE_PX, PageUp: -page, PageDown: page, Home: -all, End: all }[key];
  if (step !== undefined) scroller.scrollBy({ top: step });
}

/**
 * Does what the browser would have done by itself with a key that types no character, after it was held back and the page left it alone: moves the
 * caret, erases, copies, scrolls, chooses the next radio button. What only a browser or the system can do (zoom, reload) is lost.
 */
export function repeatKey(target: EventTarget | null, event: Key): void {
  if (!(target instanceof HTMLElement) || event.altKey || typeof document.execCommand !== 'function') return;
  const { key, shiftKey } = event;
  const ctrl = event.ctrlKey || event.metaKey;
  const move = MOVES[key];
  const command = COMMANDS[key.toLowerCase()] ?? COMMANDS[key];
  if (ctrl && command !== undefined) {
    document.execCommand(command === 'undo' && shiftKey ? 'redo' : command);
    return;
  }
  if (target instanceof HTMLInputElement && target.type === 'radio') {
    if (key.startsWith('Arrow')) chooseRadio(target, move?.[0] === 'forward' ? 1 : -1);
    return;
  }
  if (!isTextField(target) && !isEditable(target)) {
    if (!ctrl) scroll(target, key);
    return;
  }
  if (key === 'Backspace' || key === 'Delete') erase(event);
  else if (
    target instanceof HTMLInputElement &&
    target.type === 'number' &&
    (key === 'ArrowUp' || key === 'ArrowDown')
  ) {
    if (key === 'ArrowUp') target.stepUp();
    else target.stepDown();
    for (const type of ['input', 'change']) target.dispatchEvent(new Event(type, { bubbles: true }));
  } else if (move !== undefined) {
    document.getSelection()?.modify(shiftKey ? 'extend' : 'move', move[0], ctrl ? move[2] : move[1]);
  }
}
