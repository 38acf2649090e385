import type { Page } from '@playwright/test';

/** Collects what the page asks the host to do, scans apart, oldest first. Call before the page is opened. */
export function watchCalls(page: Page): string[] {
  const calls: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { method } = JSON.parse(String(payload)) as { readonly method?: string };
      if (method !== undefined && method !== 'scan.submit') calls.push(method);
    }),
  );
  return calls;
}
