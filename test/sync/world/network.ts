import { NONCE_HEADER, PROTOCOL_HEADER, PROTOCOL_VERSION } from '@serialbridge/protocol';
import { MESSAGE_FAULTS, type Fault, type FaultCounts } from './faults.ts';
import type { Schedule } from './schedule.ts';
import type { Asked, SimCentral } from './sim-central.ts';

/** How often each fault of a message strikes in this world, 0 to 1; most worlds have only some of them. */
export type NetworkRates = Readonly<Partial<Record<Fault, number>>>;
type MessageFault = (typeof MESSAGE_FAULTS)[number];

export const addressOf = (input: Parameters<typeof fetch>[0]): string =>
  input instanceof Request ? input.url : input.toString();

const askedOf = (url: URL, init?: RequestInit): Asked => ({
  method: init?.method ?? 'GET',
  url,
  authorization: new Headers(init?.headers).get('authorization') ?? undefined,
  nonce: new Headers(init?.headers).get(NONCE_HEADER) ?? '',
  body: typeof init?.body === 'string' ? init.body : '',
});

/** One station's line to central. */
export class Line {
  isCut = false;
  readonly #schedule: Schedule;
  readonly #central: SimCentral;
  readonly #counts: FaultCounts;
  readonly #random: () => number;
  rates: NetworkRates;

  constructor(schedule: Schedule, central: SimCentral, counts: FaultCounts, random: () => number, rates: NetworkRates) {
    this.#schedule = schedule;
    this.#central = central;
    this.#counts = counts;
    this.#random = random;
    this.rates = rates;
  }

  /** For planted bugs of a station that believes what central never said: an answer with central's signature all the same. */
  async forge(input: Parameters<typeof fetch>[0], init: RequestInit | undefined, body: string): Promise<Response> {
    const { headers } = await this.#central.signed(askedOf(new URL(addressOf(input)), init), { status: 200, body });
    return new Response(body, { headers: { ...headers, [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) } });
  }

  #fate(): MessageFault | null {
    const drawn = this.#random();
    let below = 0;
    for (const fault of MESSAGE_FAULTS) {
      below += this.rates[fault] ?? 0;
      if (drawn < below) return fault;
    }
    return null;
  }

  /** `fetch` of the simulated world. */
  readonly fetch: typeof fetch = (input, init) => {
    const { promise, resolve, reject } = Promise.withResolvers<Response>();
    const url = new URL(addressOf(input));
    const fail = (why: string): void => reject(new TypeError('fetch failed', { cause: new Error(why) }));
    const { signal } = init ?? {};
    const abort = (): void => reject(signal?.reason as Error);
    if (signal?.aborted === true) abort();
    signal?.addEventListener('abort', abort, { once: true });
    // Node keeps a signal made of others, and all that hangs on it, for as long as somebody listens.
    const release = (): void => signal?.removeEventListener('abort', abort);
    promise.then(release, release);
    const latency = (): number => 1 + Math.floor(this.#random() ** 3 * 400);
    if (url.pathname === '/api/sync/hints') {
      // Hints are never needed: here there are none.
      this.#schedule.after(latency(), () => fail('no hints'));
      return promise;
    }
    if (this.isCut) {
      this.#counts.struck('partition');
      this.#schedule.after(1, () => fail('network is unreachable'));
      return promise;
    }
    const fate = this.#fate();
    if (fate !== null) this.#counts.struck(fate);
    const asked = askedOf(url, init);
    if (fate === 'refused') this.#schedule.after(latency(), () => fail('connection refused'));
    else if (fate === 'request-lost') this.#schedule.after(latency() * 10, () => fail('connection reset'));
    else {
      const slow = fate === 'reordered' ? 3_000 + latency() * 50 : 0;
      this.#schedule.after(latency() + slow, async () => {
        const answer =
          fate === 'server-error'
            ? { status: 503, body: '<html>gateway</html>', type: 'text/html' }
            : await this.#central.handle(asked);
        this.#schedule.after(latency(), () => {
          if (answer === null) fail('socket hang up');
          else if (fate === 'answer-lost') fail('connection reset');
          else {
            const length = Math.floor(this.#random() * answer.body.length);
            const body = fate === 'truncated' ? answer.body.slice(0, length) : answer.body;
            resolve(
              new Response(typeof body === 'string' ? body : new Uint8Array(body), {
                status: answer.status,
                headers: {
                  'content-type': answer.type ?? 'application/json',
                  // A gateway that answers in central's place says nothing.
                  ...('headers' in answer ? answer.headers : {}),
                  ...(fate === 'server-error' ? {} : { [PROTOCOL_HEADER]: String(PROTOCOL_VERSION) }),
                },
              }),
            );
          }
        });
      });
      if (fate === 'duplicated')
        this.#schedule.after(latency() * 20, async () => void (await this.#central.handle(asked)));
    }
    return promise;
  };
}
