import { createServer, connect, type Server, type Socket } from 'node:net';
import { once } from 'node:events';

/** Where a message is broken: in its head, in the middle of its body, right before its last byte. Or after so many bytes. */
type Offset = 'head' | 'body' | 'last-byte' | number;
/** `up`: what the client sends; `down`: what the server answers. */
type Direction = 'up' | 'down';

export type Fault =
  /** Every piece waits so long; the order of pieces stays. */
  | { readonly kind: 'slow'; readonly ms: number; readonly jitter_ms: number }
  | { readonly kind: 'throttled'; readonly bytes_per_s: number }
  /** Both sides' connections end (`cut`: as at an end of file, `reset`: as with RST). */
  | { readonly kind: 'cut' | 'reset'; readonly way: Direction; readonly at: Offset }
  /** From there on nothing more arrives that way, and nobody is told: the connection stays. */
  | { readonly kind: 'half-open'; readonly way: Direction; readonly at: Offset }
  /** Connections are taken, what is sent is swallowed. */
  | { readonly kind: 'black-hole' }
  /** Nobody listens. */
  | { readonly kind: 'refused' };

export interface FaultProxy {
  readonly url: string;
  /** From now on, on every connection; with `path` only on a connection from the moment that it asks for that path. */
  set(fault: Fault, path?: string): Promise<void>;
  heal(): Promise<void>;
  /** Every connection that is open now ends. */
  drop(): void;
  /** How often a fault has done something since it was set. */
  hits(): number;
  close(): Promise<void>;
}

const HEAD_END = Buffer.from('\r\n\r\n');
const isAimed = (fault: Fault): fault is Extract<Fault, { at: Offset }> => 'at' in fault;

/** Counts one HTTP message through and says how much of a piece may still pass before the place where it is broken. */
class Breaker {
  #head: Buffer = Buffer.alloc(0);
  #limit: number | null = null;
  #passed = 0;
  readonly #at: Offset;

  constructor(at: Offset) {
    this.#at = at;
    if (at === 'head') this.#limit = 20;
    if (typeof at === 'number') this.#limit = at;
  }

  /** How many bytes of this piece pass; fewer than it has: here it breaks. */
  passes(piece: Buffer): number {
    if (this.#limit === null) {
      this.#head = Buffer.concat([this.#head, piece]);
      const end = this.#head.indexOf(HEAD_END);
      if (end !== -1) {
        const head = this.#head.subarray(0, end).toString('latin1');
        const body = Number(/^content-length: *(\d+)/imu.exec(head)?.[1] ?? 2);
        const start = end + HEAD_END.length;
        this.#limit = start + (this.#at === 'body' ? Math.floor(body / 2) : body - 1);
      }
    }
    const most = this.#limit === null ? piece.length : Math.max(0, this.#limit - this.#passed);
    this.#passed += piece.length;
    return Math.min(most, piece.length);
  }
}

/** A TCP proxy on a free port of this machine that does to connections what networks do. For HTTP/1.1 without pipelining. */
export async function startFaultProxy(target_url: string, random: () => number): Promise<FaultProxy> {
  const { hostname, port: target_port } = new URL(target_url);
  const sockets = new Set<Socket>();
  let fault: Fault | null = null;
  let aimed_at: string | null = null;
  let hits = 0;
  let since = 0;

  const serve = (client: Socket): void => {
    const server = connect(Number(target_port), hostname);
    const pair = [client, server] as const;
    let breaker: { readonly of: number; readonly way: Direction; readonly breaker: Breaker } | null = null;
    let hit = -1;
    const ready: Record<Direction, number> = { up: 0, down: 0 };
    const silent = { up: false, down: false };

    const end = (how: 'cut' | 'reset'): void => {
      for (const socket of pair) {
        if (how === 'reset') socket.resetAndDestroy();
        else socket.destroy();
      }
    };
    const note = (): void => {
      if (hit !== since) hits += 1;
      hit = since;
    };
    /** Pieces wait for those before them, so that none overtakes another. */
    const later = (way: Direction, ms: number, to: Socket, piece: Buffer): void => {
      const at = Math.max(performance.now(), ready[way]) + ms;
      ready[way] = at;
      setTimeout(() => {
        if (to.writable) to.write(piece);
      }, at - performance.now());
    };
    const pass = (way: Direction, piece: Buffer, to: Socket): void => {
      const asks = way === 'up' && aimed_at !== null && piece.toString('latin1', 0, 200).split(' ')[1]?.split('?')[0];
      if (fault !== null && isAimed(fault) && breaker?.of !== since && (aimed_at === null || asks === aimed_at))
        breaker = { of: since, way: fault.way, breaker: new Breaker(fault.at) };
      if (silent[way]) return;
      if (fault?.kind === 'black-hole') {
        note();
        silent.up = true;
        silent.down = true;
        return;
      }
      if (fault?.kind === 'slow') {
        note();
        later(way, fault.ms + random() * fault.jitter_ms, to, piece);
        return;
      }
      if (fault?.kind === 'throttled') {
        note();
        const step = Math.max(1, Math.floor(fault.bytes_per_s / 50));
        for (let from = 0; from < piece.length; from += step) later(way, 20, to, piece.subarray(from, from + step));
        return;
      }
      const waiting = ready[way] - performance.now();
      const forward = (bytes: Buffer): void => {
        if (waiting > 0) later(way, 0, to, bytes);
        else to.write(bytes);
      };
      if (fault === null || !isAimed(fault) || breaker?.of !== since || breaker.way !== way) {
        forward(piece);
        return;
      }
      const most = breaker.breaker.passes(piece);
      if (most === piece.length) {
        forward(piece);
        return;
      }
      note();
      silent[way] = true;
      const { kind } = fault;
      if (kind === 'half-open') {
        to.write(piece.subarray(0, most));
        return;
      }
      silent.up = true;
      silent.down = true;
      to.write(piece.subarray(0, most), () => end(kind));
    };
    client.on('data', (piece: Buffer) => pass('up', piece, server));
    server.on('data', (piece: Buffer) => pass('down', piece, client));
    const close = (other: Socket, way: Direction) => () => {
      // A swallowed connection's end is not told either.
      if (!silent[way]) other.destroy();
    };
    client.once('close', close(server, 'up'));
    server.once('close', close(client, 'down'));
    for (const socket of pair) {
      socket.setNoDelay(true);
      socket.on('error', () => socket.destroy());
    }
    sockets.add(client).add(server);
  };

  let port = 0;
  let listener: Server | null = null;
  const listen = async (): Promise<void> => {
    const server = createServer(serve);
    listener = server;
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
  };
  const drop = (): void => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
  };
  const stopListening = async (): Promise<void> => {
    const server = listener;
    listener = null;
    if (server === null) return;
    drop();
    server.close();
    await once(server, 'close');
  };
  await listen();

  return {
    url: `http://127.0.0.1:${port}`,
    set: async (next, path) => {
      fault = next;
      aimed_at = path ?? null;
      since += 1;
      hits = 0;
      if (next.kind === 'refused') {
        await stopListening();
        hits = 1;
      }
    },
    heal: async () => {
      fault = null;
      aimed_at = null;
      since += 1;
      if (listener === null) await listen();
    },
    drop,
    hits: () => hits,
    close: stopListening,
  };
}
