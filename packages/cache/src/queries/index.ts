export * from './codes.ts';
export * from './find-documents.ts';
export { listDocuments } from './list-documents.ts';
export { listOrders, type OrderListAt } from './list-orders.ts';
export * from './list-sessions.ts';
export { shippedNumber } from './shipped-numbers.ts';
export * from './small-lists.ts';
