import { scrypt } from 'node:crypto';
import type { Scrypt } from '@serialbridge/protocol/credentials';

/** scrypt on libuv's threads: the event loop goes on meanwhile. */
export const nodeScrypt: Scrypt = (secret, salt, key_length, cost) =>
  new Promise((resolve, reject) => {
    scrypt(secret, salt, key_length, cost, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
