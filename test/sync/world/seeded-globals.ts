import { seededRandom } from '@serialbridge/testing/random';

/**
 * Runs `work` while this process's clock and its random bytes come from a seed: libraries that make ids (uuid) ask these two globals. One
 * world at a time in a process.
 */
export async function withSeededGlobals<T>(seed: number, now: () => number, work: () => Promise<T>): Promise<T> {
  const random = seededRandom(seed ^ 0x5eed);
  const { crypto } = globalThis;
  const realNow = Date.now;
  Date.now = now;
  Object.defineProperty(crypto, 'getRandomValues', {
    configurable: true,
    value: (bytes: Uint8Array) => {
      for (let at = 0; at < bytes.length; at += 1) bytes[at] = Math.floor(random() * 256);
      return bytes;
    },
  });
  try {
    return await work();
  } finally {
    Date.now = realNow;
    Reflect.deleteProperty(crypto, 'getRandomValues');
  }
}
