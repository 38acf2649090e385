import react from '@vitejs/plugin-react';
import type { UserConfig } from 'vite';

/** One build for the pages of the stations and of the console: `screens({ root: import.meta.dirname, out: 'dist/screens' })`. */
export function screens({ root, out }: { root: string; out: string }): UserConfig {
  return {
    root,
    base: './',
    plugins: [react()],
    build: {
      outDir: out,
      emptyOutDir: true,
      target: 'chrome140',
      // The policy allows no data: fonts, and nothing here is worth inlining.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      sourcemap: true,
      chunkSizeWarningLimit: 1500,
    },
  };
}
