import { runApp } from '@serialbridge/shell/electron';

runApp({ title: 'Receivebridge', bundle: import.meta.dirname });
