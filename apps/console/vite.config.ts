import { defineConfig } from 'vite';
import { screens } from '../../scripts/vite-screens.ts';

/** `CENTRAL=http://127.0.0.1:7380 vite` develops against a running central. */
const central = process.env['CENTRAL'];

export default defineConfig({
  // Absolute: a deep link such as /units/… is answered with this page, and its assets stay at /assets.
  ...screens({ root: import.meta.dirname, base: '/' }),
  server: central === undefined ? {} : { proxy: { '/api': { target: central, changeOrigin: true } } },
});
