/**
 * Statements of one transaction that don't need each other's answers. Waits for all of them, also when one fails, so that none is under way any more when
 * the transaction is rolled back; then throws the first failure in their order.
 */
export async function allDone<T extends readonly unknown[]>(
  work: readonly [...{ [K in keyof T]: Promise<T[K]> }],
): Promise<T> {
  const settled: PromiseSettledResult<unknown>[] = await Promise.allSettled<unknown>(
    work as readonly Promise<unknown>[],
  );
  const failed = settled.find((one) => one.status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
  return settled.map((one) => (one as PromiseFulfilledResult<unknown>).value) as unknown as T;
}
