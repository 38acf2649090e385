import { Agent, request, type IncomingMessage } from 'node:http';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '@serialbridge/protocol';

const SPOKEN = { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) };

export interface Answer {
  /** 0: none. */
  readonly status: number;
  readonly text: string;
  readonly bytes: number;
  readonly retry_after_ms: number | null;
}

const ANSWER_MS = 30_000;
/** A station keeps its connection. */
const agent = new Agent({ keepAlive: true, maxSockets: Infinity, timeout: 120_000 });

export interface Ask {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly credential: string;
  readonly body?: string;
  /** Read only so much of the answer's text; the rest is counted and dropped. */
  readonly keep?: number;
}

/** One request as a station makes it; never rejects. */
export function ask({ url, method, credential, body, keep = Infinity }: Ask): Promise<Answer> {
  return new Promise((resolve) => {
    const none = (): void => resolve({ status: 0, text: '', bytes: 0, retry_after_ms: null });
    const outgoing = request(
      url,
      {
        agent,
        method,
        timeout: ANSWER_MS,
        headers: {
          ...SPOKEN,
          authorization: `Bearer ${credential}`,
          ...(body === undefined
            ? {}
            : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      },
      (incoming) => {
        const kept: Buffer[] = [];
        let bytes = 0;
        incoming.on('data', (chunk: Buffer) => {
          if (bytes < keep) kept.push(chunk);
          bytes += chunk.length;
        });
        incoming.once('error', none);
        incoming.once('end', () => {
          const retry = Number(incoming.headers['retry-after'] ?? Number.NaN);
          resolve({
            status: incoming.statusCode ?? 0,
            text: Buffer.concat(kept).toString(),
            bytes,
            retry_after_ms: Number.isFinite(retry) ? retry * 1000 : null,
          });
        });
      },
    );
    outgoing.once('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.once('error', none);
    outgoing.end(body);
  });
}

/** Follows a stream of hints until it ends. @returns the function that ends it */
export function listen(
  url: string,
  credential: string,
  onHint: (version: number) => void,
  onEnd: () => void,
): () => void {
  let ended = false;
  const end = (): void => {
    if (ended) return;
    ended = true;
    onEnd();
  };
  const outgoing = request(
    url,
    { agent: false, headers: { ...SPOKEN, authorization: `Bearer ${credential}` } },
    (incoming: IncomingMessage) => {
      incoming.setEncoding('latin1');
      incoming.on('data', (text: string) => {
        const version = /"version":(\d+)(?!.*"version")/su.exec(text)?.[1];
        if (version !== undefined) onHint(Number(version));
      });
      incoming.once('error', end);
      incoming.once('close', end);
    },
  );
  outgoing.once('error', end);
  outgoing.end();
  return () => {
    ended = true;
    outgoing.destroy();
  };
}
