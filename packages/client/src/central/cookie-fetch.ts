import type { Fetch } from './central-client.ts';

/** A fetch that keeps the session cookie, for programs (a browser does it by itself). `fetch` is Node's or an equal. */
export function cookieFetch(fetch: Fetch, origin: string): Fetch {
  const jar = new Map<string, string>();
  return async (url, init) => {
    const headers = new Headers(init.headers);
    headers.set('origin', origin);
    if (jar.size > 0) headers.set('cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '));
    const response = await fetch(url, { ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name === undefined) continue;
      if (value === '' || value === undefined) jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  };
}
