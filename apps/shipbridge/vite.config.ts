import { defineConfig } from 'vite';
import { screens } from '../../packages/ui/vite.ts';

export default defineConfig(screens({ root: import.meta.dirname, out: 'dist/screens' }));
