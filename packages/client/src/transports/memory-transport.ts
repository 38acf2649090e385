import type { Transport, FrameLink } from '../frame-link.ts';

class End implements FrameLink {
  #frame: (data: unknown) => void = () => undefined;
  #closed: () => void = () => undefined;
  #open = true;
  #other: End | null = null;

  join(other: End): void {
    this.#other = other;
  }
  send(text: string): void {
    // A little later, as on a real line: nobody may rely on an answer before `send` returns. What was sent before a close still arrives.
    if (this.#open) queueMicrotask(() => this.#other?.take(text));
  }
  close(): void {
    this.end();
    this.#other?.end();
  }
  end(): void {
    if (!this.#open) return;
    this.#open = false;
    queueMicrotask(() => this.#closed());
  }
  take(text: string): void {
    this.#frame(text);
  }
  onFrame(listener: (data: unknown) => void): void {
    this.#frame = listener;
  }
  onClose(listener: () => void): void {
    this.#closed = listener;
  }
}

/** Two ends of a line within one process. */
export function memoryLinks(): readonly [FrameLink, FrameLink] {
  const [a, b] = [new End(), new End()];
  a.join(b);
  b.join(a);
  return [a, b];
}

/** Client and host in one process, for tests and demos. `accept` gets the host's end of each new link. */
export function memoryTransport(accept: (link: FrameLink) => void): Transport {
  return {
    connect: () => {
      const [screen, host] = memoryLinks();
      accept(host);
      return Promise.resolve(screen);
    },
  };
}
