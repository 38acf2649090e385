import { createCentralClient } from '@serialbridge/client/central';
import { configure, render, type RenderResult } from '@testing-library/react';
import { vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { App } from '../renderer/app/app.tsx';
import { Providers } from '../renderer/app/providers.tsx';
import type { FakeCentral } from './fake-central.ts';

// The whole console is drawn, on machines that do other things as well.
configure({ asyncUtilTimeout: 15_000 });
vi.setConfig({ testTimeout: 40_000 });

const noMatch = (media: string) => ({
  matches: false,
  media,
  addEventListener: () => undefined,
  removeEventListener: () => undefined,
});

/** What the kit asks of a browser and jsdom does not have. */
function prepare(): void {
  Object.assign(window, {
    matchMedia: noMatch,
    ResizeObserver: class {
      observe(): void {}
      unobserve(): void {}
      disconnect(): void {}
    },
  });
  // Nothing has a size in jsdom; tables show what fits into this much.
  Object.defineProperty(HTMLElement.prototype, 'clientHeight', { configurable: true, get: () => 700 });
  Object.defineProperty(HTMLElement.prototype, 'clientWidth', { configurable: true, get: () => 1200 });
  Object.assign(Element.prototype, { scrollIntoView: () => undefined });
  Object.defineProperty(document, 'fonts', {
    configurable: true,
    value: { addEventListener: () => undefined, removeEventListener: () => undefined },
  });
}

/** The whole console at an address, with a central in memory. */
export function renderConsole(
  central: FakeCentral,
  address = '/',
): RenderResult & { readonly history: readonly string[] } {
  prepare();
  const [path = '/', search = ''] = address.split('?');
  const place = memoryLocation({ path, searchPath: search, record: true });
  const client = createCentralClient('', central.fetch);
  const result = render(
    <Router hook={place.hook} searchHook={place.searchHook}>
      <Providers client={client}>
        <App />
      </Providers>
    </Router>,
  );
  return { ...result, history: place.history };
}
