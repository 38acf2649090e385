import { defineConfig } from 'vite';
import { screens } from '../../scripts/vite-screens.ts';

export default defineConfig(screens({ root: import.meta.dirname, base: './' }));
