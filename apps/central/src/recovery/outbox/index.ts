export { importOutbox } from './import-outbox.ts';
export { addOutboxRoutes } from './routes.ts';
