import type { FastifyInstance } from 'fastify';
import type { Central } from '../auth/central.ts';
import { CONSOLE_CALLS } from './console-calls.ts';
import { authorise } from '../api/authorise.ts';
import { routeSchema } from '../api/route-schema.ts';

/** Every declared call of the console at its address, behind its role. */
export function addConsoleRoutes(app: FastifyInstance, central: Central): void {
  for (const [name, served] of Object.entries(CONSOLE_CALLS)) {
    const { declaration } = served;
    app.route({
      method: declaration.method,
      url: declaration.path,
      schema: routeSchema(name, declaration),
      handler: async (request) => served.run(central, await authorise(central, request, declaration), request),
    });
  }
}
