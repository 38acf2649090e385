import react from '@vitejs/plugin-react';
import type { UserConfig } from 'vite';

/** One build for the pages of the stations and of the console; dist/types beside dist/screens belongs to tsc. */
export function screens({ root, base }: { root: string; base: string }): UserConfig {
  return {
    root,
    base,
    plugins: [react()],
    build: {
      outDir: 'dist/screens',
      emptyOutDir: true,
      target: 'chrome140',
      // The content security policy allows no data: fonts, and nothing here is worth inlining.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1500,
    },
  };
}
