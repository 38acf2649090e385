import { runApp } from '@serialbridge/shell/electron';

runApp({ title: 'Shipbridge', bundle: import.meta.dirname });
