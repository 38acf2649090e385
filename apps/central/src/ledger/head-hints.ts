import { EventEmitter } from 'node:events';
import type { HeadHint } from '@serialbridge/protocol';
import type { Store } from '../storage/store/store.ts';

/** Tells whoever listens in this process that a tenant's head moved. Never needed for correctness. */
const emitters = new WeakMap<Store, EventEmitter>();

function emitterOf(store: Store): EventEmitter {
  let emitter = emitters.get(store);
  if (emitter === undefined) {
    emitter = new EventEmitter();
    emitter.setMaxListeners(0);
    emitters.set(store, emitter);
  }
  return emitter;
}

/** Call after the commit. */
export function publishHead(store: Store, tenant_id: string, { epoch, version }: HeadHint): void {
  emitterOf(store).emit(tenant_id, { epoch, version });
}

/** @returns the function that ends the subscription. */
export function subscribeHead(store: Store, tenant_id: string, listener: (hint: HeadHint) => void): () => void {
  const emitter = emitterOf(store);
  emitter.on(tenant_id, listener);
  return () => {
    emitter.off(tenant_id, listener);
  };
}
