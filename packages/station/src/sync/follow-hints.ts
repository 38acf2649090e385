import { HeadHint } from '@serialbridge/protocol';
import type { CentralClient } from './central-client.ts';

/** Reads a hint stream until it ends or is aborted. Hints are never needed: whatever goes wrong here only means that polling finds it later. */
export async function followHints(
  central: CentralClient,
  signal: AbortSignal,
  onHead: (hint: HeadHint) => void,
): Promise<void> {
  const stream = await central.hints(signal);
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of stream) {
    rest += decoder.decode(bytes, { stream: true });
    const blocks = rest.split('\n\n');
    rest = (blocks.pop() ?? '').slice(-10_000);
    for (const block of blocks) {
      const data = /^data: (.*)$/mu.exec(block)?.[1];
      if (data === undefined) continue;
      const hint = HeadHint.safeParse(JSON.parse(data));
      if (hint.success) onHead(hint.data);
    }
  }
}
