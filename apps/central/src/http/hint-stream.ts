import type { FastifyReply } from 'fastify';
import type { HeadHint } from '@serialbridge/protocol';
import type { Central } from '../central.ts';
import { readHead } from '../ledger/index.ts';
import { hints, type SyncStation } from '../sync/index.ts';

/** Proxies close what is silent for a minute. */
const KEEPALIVE_MS = 25_000;
/** By what every Central of one service shares, whichever server its store is of. */
const open = new WeakMap<Central['metrics'], Set<() => void>>();

/** Ends every stream, so that the server can close. */
export function endHints(central: Central): void {
  for (const end of open.get(central.metrics) ?? []) end();
}

/** `event: head` whenever the tenant's head moves, and once at the start; for hours, until either side goes. */
export function serveHints(central: Central, { tenant_id }: SyncStation, reply: FastifyReply): void {
  reply.hijack();
  const { raw } = reply;
  raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
  const tell = ({ epoch, version }: HeadHint): void => {
    raw.write(`event: head\ndata: ${JSON.stringify({ epoch, version })}\n\n`);
  };
  const stop = hints(central.store, tenant_id, tell);
  const timer = setInterval(() => raw.write(': \n\n'), KEEPALIVE_MS);
  const streams = open.get(central.metrics) ?? new Set();
  open.set(central.metrics, streams);
  const end = (): void => {
    clearInterval(timer);
    stop();
    streams.delete(end);
    raw.end();
  };
  streams.add(end);
  raw.once('close', end);
  readHead(central.store.db, tenant_id).then(tell, (error: unknown) => {
    central.logger.warn({ err: error, tenant_id }, 'the head could not be read for hints');
    end();
  });
}
