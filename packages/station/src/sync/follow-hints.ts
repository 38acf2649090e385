import { backOff } from '@serialbridge/core/sync';
import { HeadHint } from '@serialbridge/protocol';
import type { Log } from '../contract/host-context.ts';
import type { CentralClient } from './central-client.ts';
import type { SyncPorts } from './sync-ports.ts';

/** Central says something every 25 s, if only that it is there. A stream that is silent for longer is open on this side alone. */
const SILENCE_MS = 60_000;

/**
 * Reads a hint stream until it ends, falls silent or is aborted. Hints are never needed: whatever goes wrong here only means that polling finds it
 * later.
 */
async function followHints(
  central: CentralClient,
  signal: AbortSignal,
  { after }: Pick<SyncPorts, 'after'>,
  onHead: (hint: HeadHint) => void,
): Promise<void> {
  const silence = new AbortController();
  const giveUp = (): void => silence.abort(new Error(`central was silent for ${SILENCE_MS} ms`));
  let endTimer = after(SILENCE_MS, giveUp);
  const heard = (): void => {
    endTimer();
    endTimer = after(SILENCE_MS, giveUp);
  };
  try {
    await readHints(await central.hints({}, AbortSignal.any([signal, silence.signal])), heard, onHead);
  } finally {
    endTimer();
  }
}

async function readHints(
  stream: ReadableStream<Uint8Array>,
  heard: () => void,
  onHead: (hint: HeadHint) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of stream) {
    heard();
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

export interface HintStream {
  /** Follows the stream, and again when it has ended, until `close`. */
  open(central: CentralClient): void;
  close(): void;
}

interface HintParts {
  readonly ports: Pick<SyncPorts, 'after'>;
  readonly random: () => number;
  readonly log: Log;
  readonly isConnected: () => boolean;
  readonly onHead: (hint: HeadHint) => void;
}

/** Keeps one hint stream open while central is reached. */
export function hintStream({ ports, random, log, isConnected, onHead }: HintParts): HintStream {
  let following: AbortController | null = null;
  let endTimer: (() => void) | null = null;
  let failures = 0;
  const open = (central: CentralClient): void => {
    if (following !== null || endTimer !== null) return;
    const mine = new AbortController();
    following = mine;
    followHints(central, mine.signal, ports, (hint) => {
      failures = 0;
      onHead(hint);
    })
      .catch((error: unknown) => log.debug({ reason: String(error) }, 'the hint stream ended; polling goes on'))
      .finally(() => {
        if (following !== mine) return;
        following = null;
        failures += 1;
        endTimer = ports.after(backOff(failures, random(), null), () => {
          endTimer = null;
          if (isConnected()) open(central);
        });
      });
  };
  return {
    open,
    close: () => {
      following?.abort();
      following = null;
      endTimer?.();
      endTimer = null;
    },
  };
}
