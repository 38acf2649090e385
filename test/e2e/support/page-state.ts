import type { Page } from '@playwright/test';

/** What a key that leaks would change on a page. */
export interface PageState {
  readonly address: string;
  /** The element in focus. */
  readonly focus: string;
  /** Every field's value, and the choices that are checked. */
  readonly fields: readonly string[];
  /** Chosen rows of tables. */
  readonly chosen: readonly string[];
  /** Dialogs and menus that are open, and the headings of the page. */
  readonly open: readonly string[];
}

export function readPageState(page: Page): Promise<PageState> {
  return page.evaluate(() => {
    // all of it inside, as it runs on the page
    const read = {
      all: (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)],
      name: (element: Element | null) =>
        element === null ? '' : `${element.localName} ${element.getAttribute('aria-label') ?? element.id}`,
      value: (element: HTMLElement) =>
        'value' in element ? String(element.value) : (element.getAttribute('aria-checked') ?? ''),
    };
    const { all, name, value } = read;
    return {
      address: location.href,
      focus: name(document.activeElement),
      fields: all('input, textarea, select, [role="radio"]').map((field) => `${name(field)}=${value(field)}`),
      chosen: all('[role="row"][aria-selected="true"]').map((row) => row.innerText),
      open: all('[role="dialog"], [role="menu"], h1, h2').map(
        (part) => `${name(part)} ${part.textContent.slice(0, 40)}`,
      ),
    };
  });
}
