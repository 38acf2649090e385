// `npm run load`: the load generator lives with the tests; this is only its door.
await import('../test/load/run.ts');
