import type { ScaleAnswer } from './protocols/parts/protocol.ts';

export type Command = 'poll' | 'zero' | 'probe';

export interface Answered {
  readonly answer: ScaleAnswer;
  readonly began: number;
}

interface Asked {
  readonly command: Command;
  readonly at: number;
  /** Null once nobody waits any more: its answer may still come, and must not be taken for the next one's. */
  resolve: ((answered: Answered | null) => void) | null;
}

/** Whether this can be the answer to that command. An error answers anything; a probe is content with any sign of life. */
function fits(command: Command, answer: ScaleAnswer): boolean {
  if (command === 'probe') return true;
  if (answer.kind === 'weight') return command === 'poll' || answer.measured.state === 'fault';
  return command === 'zero' && answer.kind === 'zero';
}

/**
 * Matches answers to commands in the order they were asked, so that a late answer to a command given up is never taken
 * for the answer to the one after it: only readings that began after the request count.
 */
export class ScaleDialogue {
  #asked: Asked[] = [];

  /** Notes a command that is being sent; call the returned `giveUp` when it has waited long enough. */
  ask(command: Command, at: number): { readonly answered: Promise<Answered | null>; readonly giveUp: () => void } {
    const { promise: answered, resolve } = Promise.withResolvers<Answered | null>();
    const asked: Asked = { command, at, resolve };
    this.#asked.push(asked);
    const giveUp = (): void => {
      asked.resolve?.(null);
      asked.resolve = null;
    };
    return { answered, giveUp };
  }

  /** True when the answer was asked for; false for what the scale sent on its own, or what belonged to a command given up. */
  take(answer: ScaleAnswer, began: number): boolean {
    const index = this.#asked.findIndex((asked) => fits(asked.command, answer) && began >= asked.at);
    if (index < 0) return false;
    const [asked] = this.#asked.splice(0, index + 1).slice(-1);
    if (asked?.resolve === null || asked === undefined) return false;
    asked.resolve({ answer, began });
    return true;
  }

  /** True when no answer is owed: what lies half-read in the framer then belongs to nothing. */
  get idle(): boolean {
    return this.#asked.length === 0;
  }

  /** Forgets every command: the device is gone, or has been quiet for so long that no answer is on its way. */
  forget(): void {
    for (const asked of this.#asked) asked.resolve?.(null);
    this.#asked = [];
  }
}
