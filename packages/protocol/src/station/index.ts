export * from './feedback.ts';
export * from './station-state.ts';
export * from './receiving-state.ts';
export * from './packing-state.ts';
export * from './methods.ts';
export * from './topics.ts';
export * from './frames.ts';
