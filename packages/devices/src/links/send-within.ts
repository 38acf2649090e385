/** Waits for what is being sent, at most `timeoutMs`: `late` when it did not leave in time. Rejects as it does. */
export async function sendWithin(sent: Promise<unknown>, timeoutMs: number): Promise<'sent' | 'late'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), timeoutMs);
  });
  try {
    return await Promise.race([sent.then(() => 'sent' as const), late]);
  } finally {
    clearTimeout(timer);
    // nobody waits for a late one any more: its failure is no unhandled rejection
    sent.catch(() => undefined);
  }
}
