import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** `CENTRAL=http://127.0.0.1:8080 vite` develops against a running central. dist/types belongs to tsc. */
const central = process.env['CENTRAL'];

export default defineConfig({
  root: import.meta.dirname,
  // Absolute: a deep link such as /units/… is answered with this page, and its assets stay at /assets.
  base: '/',
  plugins: [react()],
  build: {
    outDir: 'dist/screens',
    emptyOutDir: true,
    target: 'es2023',
    // Central's content security policy takes no data: fonts or scripts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: central === undefined ? {} : { proxy: { '/api': { target: central, changeOrigin: true } } },
});
