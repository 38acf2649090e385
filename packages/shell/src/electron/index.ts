export { runApp, type AppOptions } from './run-app.ts';
