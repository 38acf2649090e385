import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { hostname } from 'node:os';
import type { FastifyInstance } from 'fastify';
import { Refusal } from '../refusal.ts';
import type { Tls } from './tls.ts';

/** The names of a certificate, `*.example.com` among them. */
function namesOf({ cert }: Tls): string[] {
  const alternatives = new X509Certificate(cert).subjectAltName ?? '';
  return alternatives.split(', ').flatMap((one) => (one.startsWith('DNS:') ? [one.slice('DNS:'.length)] : []));
}

const bare = (host: string): string =>
  host
    .toLowerCase()
    .replace(/^\[(.*)\]$/u, '$1')
    .replace(/\.$/u, '');

function fits(name: string, host: string): boolean {
  if (!name.startsWith('*.')) return name === host;
  const [first = '', ...rest] = host.split('.');
  return first !== '' && rest.join('.') === name.slice(2);
}

/**
 * Whether central is known by this name. Addresses are always taken: a foreign page that points a name of its own at central's address (DNS
 * rebinding) is recognised by that name, and it has no other way to make a browser send it here. Known are this machine's name, the names of the
 * certificate, the name it listens at, and those given with --host-name.
 */
export function knownHosts({
  tls,
  listens_at,
  names,
}: {
  readonly tls: Tls | null;
  readonly listens_at: string;
  readonly names: readonly string[];
}): (host: string) => boolean {
  const own = hostname();
  const known = [
    'localhost',
    '*.localhost',
    own,
    `${own}.local`,
    listens_at,
    ...names,
    ...(tls === null ? [] : namesOf(tls)),
  ].map(bare);
  return (host) => {
    const asked = bare(host);
    return isIP(asked) !== 0 || known.some((name) => fits(name, asked));
  };
}

/** Asked by whoever watches central, by any name, and they say nothing of the tenant. */
const ANY_NAME: ReadonlySet<string> = new Set(['/healthz', '/readyz']);

/** Refuses a request that names another host than this one, before anything else looks at it. */
export function addHostCheck(app: FastifyInstance, isKnown: (host: string) => boolean): void {
  app.addHook('onRequest', async (request) => {
    if (isKnown(request.hostname) || ANY_NAME.has(request.routeOptions.url ?? '')) return;
    throw new Refusal('request.wrong-host', {
      detail: `This central is not known as ${request.hostname.slice(0, 200)}. Start it with --host-name ${request.hostname.slice(0, 200)} if that is its name.`,
    });
  });
}
