/** One open line to the other end. Frames are JSON texts on every transport, so that size and shape mean the same everywhere. */
export interface FrameLink {
  send(text: string): void;
  close(): void;
  /** One listener; set it before you await anything, or frames may be missed. What comes may be anything: it is checked by the listener. */
  onFrame(listener: (data: unknown) => void): void;
  /** Called once, also when this end closed it. */
  onClose(listener: () => void): void;
}

/** A way to the host. `connect` makes one link after another: again after each loss. */
export interface Transport {
  /** Rejects when there is no host now; the client tries again. */
  connect(): Promise<FrameLink>;
}
