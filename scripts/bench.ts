// `npm run bench`: the benchmarks live with the tests; this is only their door.
await import('../test/bench/run.ts');
