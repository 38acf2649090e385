import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

const MISSING = `<!doctype html><meta charset="utf-8"><title>Serialbridge central</title>
<h1>Serialbridge central is running</h1><p>The console is not built here. The API is described at <a href="/docs/">/docs</a>.</p>`;

/** The console's built pages at `/`; addresses that only the page knows (`/units/…`) get the page. */
export async function addConsoleFiles(app: FastifyInstance, folder: string): Promise<{ page: string | null }> {
  if (!existsSync(join(folder, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, (_request, reply) => reply.type('text/html').send(MISSING));
    return { page: null };
  }
  await app.register(fastifyStatic, {
    root: folder,
    cacheControl: false,
    // File names carry a hash of their content; the page itself must be asked for again.
    setHeaders: (reply, path) => {
      void reply.header(
        'cache-control',
        path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  return { page: 'index.html' };
}
