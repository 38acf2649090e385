export * from './sync-state.ts';
export * from './sync-machine.ts';
export * from './back-off.ts';
export * from './batch-size.ts';
export * from './refold-due.ts';
