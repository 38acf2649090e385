import type { Page } from '@playwright/test';
import { scannedCodeSchema, type ScannedCode } from '@serialbridge/core/gs1';

interface Call {
  readonly kind?: string;
  readonly method?: string;
  readonly params?: unknown;
}

/** Collects what the page submits as scans, oldest first, from the frames it sends. Call before the page is opened. */
export function watchSubmits(page: Page): ScannedCode[] {
  const submitted: ScannedCode[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const { method, params } = JSON.parse(String(payload)) as Call;
      if (method === 'scan.submit') submitted.push(scannedCodeSchema.parse(params));
    }),
  );
  return submitted;
}
