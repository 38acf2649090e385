import { z } from 'zod';
import { Problem } from '@serialbridge/protocol';
import { RIGHTS } from '@serialbridge/core/rights';
import type { ApiCall, CallWho } from '@serialbridge/protocol/central';

function whoSentence(who: CallWho): string {
  if (who === 'anybody') return 'Anybody may call this.';
  if (who === 'signed-in') return 'Whoever is signed in may call this.';
  return `Needs the right \`${who}\`: ${RIGHTS[who].meaning}`;
}

/** For the OpenAPI document; requests are parsed by `parseCall`, which names the faults of all parts at once. */
export function routeSchema(name: string, declaration: ApiCall): Record<string, unknown> {
  const { params, query, body, response, summary, who, also } = declaration;
  const [tag] = name.split('.');
  return {
    operationId: name,
    tags: [tag],
    summary,
    description: also === undefined ? whoSentence(who) : `${whoSentence(who)} ${whoSentence(also)}`,
    ...(who === 'anybody' ? {} : { security: [{ session: [] }] }),
    ...(params ? { params } : {}),
    ...(query ? { querystring: query } : {}),
    ...(body ? { body } : {}),
    response: { 200: response, default: PROBLEM_RESPONSE },
  };
}

/** Every error there is has this shape. */
export const PROBLEM_RESPONSE = {
  description: 'RFC 9457 problem details; `errors` names every fault',
  content: { 'application/problem+json': { schema: Problem } },
};

export const CSV_RESPONSE = { description: 'CSV', content: { 'text/csv': { schema: z.string() } } };
