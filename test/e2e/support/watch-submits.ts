import type { Page } from '@playwright/test';

/** A code as the page handed it to the host. */
export interface Submitted {
  readonly text: string;
  readonly aim_id: string | null;
}

interface Call {
  readonly kind?: string;
  readonly method?: string;
  readonly params?: Submitted;
}

/** Collects what the page submits as scans, oldest first, from the frames it sends. Call before the page is opened. */
export function watchSubmits(page: Page): Submitted[] {
  const submitted: Submitted[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { method, params } = JSON.parse(String(payload)) as Call;
      if (method === 'scan.submit' && params !== undefined)
        submitted.push({ text: params.text, aim_id: params.aim_id });
    }),
  );
  return submitted;
}
