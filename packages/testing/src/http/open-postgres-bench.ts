import { migratedDatabase } from '../postgres/fresh-database.ts';
import { openHttpBench } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';

/** A bench over a database of its own on this server, dropped when the bench is closed. */
export function postgresBench(server: { readonly url: string } | { readonly missing: string }): OpenBench {
  return async () => {
    const { url, drop } = await migratedDatabase('url' in server ? server.url : '');
    const bench = await openHttpBench(url);
    return {
      ...bench,
      close: async () => {
        await bench.close();
        await drop();
      },
    };
  };
}
