export * from './report-lost.ts';
