import { MAX_FRAME_BYTES, type ClientFrame } from '@serialbridge/protocol/station';
import type { FrameLink, Transport } from './frame-link.ts';

const FIRST_WAIT_MS = 100;
/** A host comes back in about a second: a screen that looks less often than this would itself be what keeps the dock waiting. */
const LONGEST_WAIT_MS = 400;
const REFUSED_WAIT_MS = 3_000;

interface LineEvents {
  /** A link is open; the host has not greeted yet. */
  opened(): void;
  frame(data: unknown): void;
  lost(): void;
}

/** Keeps a link to the host: asks the transport for a new one after each loss, a little later each time, until it is closed. */
export class HostLine {
  readonly #transport: Transport;
  readonly #events: LineEvents;
  #link: FrameLink | null = null;
  #retry: ReturnType<typeof setTimeout> | null = null;
  #failures = 0;
  #refused = false;
  #closed = false;

  constructor(transport: Transport, events: LineEvents) {
    this.#transport = transport;
    this.#events = events;
    this.#connect();
  }

  /** False: it is larger than a frame and was not sent. */
  send(frame: ClientFrame): boolean {
    const text = JSON.stringify(frame);
    if (new TextEncoder().encode(text).length > MAX_FRAME_BYTES) return false;
    this.#link?.send(text);
    return true;
  }

  /** The host serves: the next loss is tried again at once. */
  welcomed(): void {
    this.#failures = 0;
    this.#refused = false;
  }

  /** The host will not serve: asked again, but slowly. */
  refused(): void {
    this.#refused = true;
    this.#link?.close();
  }

  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#link?.close();
  }

  #connect(): void {
    this.#transport.connect().then(
      (link) => this.#begin(link),
      () => this.#tryLater(),
    );
  }

  #begin(link: FrameLink): void {
    if (this.#closed) {
      link.close();
      return;
    }
    this.#link = link;
    link.onFrame((data) => this.#events.frame(data));
    link.onClose(() => {
      if (this.#link !== link) return;
      this.#link = null;
      this.#events.lost();
      this.#tryLater();
    });
    this.#events.opened();
  }

  #tryLater(): void {
    if (this.#closed) return;
    const growing = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures, 10));
    this.#failures += 1;
    this.#retry = setTimeout(() => this.#connect(), this.#refused ? REFUSED_WAIT_MS : growing);
  }
}
