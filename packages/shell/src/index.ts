export * from './supervisor/restart-plan.ts';
export * from './supervisor/supervise.ts';
