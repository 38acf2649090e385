import type { FastifyRequest } from 'fastify';
import type { ApiCall } from '@serialbridge/protocol/central';
import { checkRight } from '../auth/rights.ts';
import { readSession } from '../auth/sessions.ts';
import type { Central, SignedIn } from '../auth/central.ts';
import { Refusal } from '../refusal.ts';

/**
 * A write must come from central's own pages: browsers say where a request comes from (`Sec-Fetch-Site`, else `Origin`), and a page
 * cannot change that. Programs that say neither carry no cookie of a person's browser.
 */
export function checkSameSite(request: FastifyRequest): void {
  if (request.method === 'GET' || request.method === 'HEAD') return;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) {
    if (site === 'same-origin' || site === 'none') return;
    throw new Refusal('auth.cross-site');
  }
  const { origin, host } = request.headers;
  if (origin === undefined) return;
  if (!URL.canParse(origin) || new URL(origin).host !== host) throw new Refusal('auth.cross-site');
}

/** Who calls, if he may. @throws Refusal `auth.required`, `auth.forbidden`, `auth.cross-site` */
export async function authorise(
  central: Central,
  request: FastifyRequest,
  { who, also }: Pick<ApiCall, 'who' | 'also'>,
): Promise<SignedIn & { expires_at: number; session_id: string }> {
  checkSameSite(request);
  const session = await readSession(central, request);
  if (session === null) throw new Refusal('auth.required');
  if (who !== 'signed-in' && who !== 'anybody') checkRight(session, who);
  if (also !== undefined) checkRight(session, also);
  return { ...session, address: request.ip };
}
