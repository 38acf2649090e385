import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { ApiCall } from '@serialbridge/protocol/central';
import type { Central, SignedIn } from '../auth/central.ts';
import { faultsOf } from './problems.ts';
import { unstorable } from './storable.ts';
import { Refusal } from '../refusal.ts';
import { visibleTo } from './visible.ts';

type Part<C, K extends string> = C extends Readonly<Record<K, infer S extends z.ZodType>> ? z.output<S> : undefined;

/** What is parsed of a call, whoever makes it. */
type Parts = Pick<ApiCall, 'path' | 'params' | 'query' | 'body'> & {
  /** Its body is kept word for word, and is nothing that a database must understand. */
  readonly verbatim?: true;
};

/** What a call's parts are after parsing. */
export interface Parsed<C extends Parts> {
  readonly params: Part<C, 'params'>;
  readonly query: Part<C, 'query'>;
  readonly body: Part<C, 'body'>;
}

/** A parsed call by somebody who may make it. */
export interface Call<C extends ApiCall> extends Parsed<C> {
  readonly central: Central;
  readonly who: SignedIn;
  readonly request: FastifyRequest;
}

/** A declaration and what serves it. */
export interface ServedCall {
  readonly declaration: ApiCall;
  run(central: Central, who: SignedIn, request: FastifyRequest): Promise<unknown>;
}

/** Parses address, query and body together, so that one answer names every fault. */
export function parseCall<C extends Parts>(declaration: C, request: FastifyRequest): Parsed<C> {
  const parts = {
    params: declaration.params?.safeParse(request.params),
    query: declaration.query?.safeParse(request.query),
    body: declaration.body?.safeParse(request.body ?? {}),
  };
  // An id in the address that is no id is an address that does not exist.
  if (parts.params?.success === false) throw new Refusal('request.not-found');
  const errors = [
    parts.query?.error ? faultsOf(parts.query.error, 'query') : [],
    parts.body?.error ? faultsOf(parts.body.error, '') : [],
    unstorable(parts.query?.data, 'query'),
    declaration.verbatim === true ? [] : unstorable(parts.body?.data, ''),
  ].flat();
  if (errors.length > 0)
    throw new Refusal('request.invalid', {
      errors,
      detail: errors.map((one) => `${one.where ?? ''}: ${one.message}`).join('; '),
    });
  const parsed: unknown = { params: parts.params?.data, query: parts.query?.data, body: parts.body?.data };
  // Each part has just been parsed by the schema that its type is taken from.
  return parsed as Parsed<C>;
}

/** Ties a declaration to what serves it: the answer must have the declared shape. Nobody gets fields that he may not see. */
export function serve<C extends ApiCall>(
  declaration: C,
  run: (call: Call<C>) => Promise<z.output<C['response']>>,
): ServedCall {
  return {
    declaration,
    run: async (central, who, request) => {
      const parsed = parseCall(declaration, request);
      return visibleTo(who.rights, await run({ ...parsed, central, who, request }));
    },
  };
}
