declare module 'pg-copy-streams' {
  import type { Readable, ReadableOptions, Writable, WritableOptions } from 'node:stream';
  import type { Submittable } from 'pg';

  /** `COPY … TO STDOUT` as a stream of bytes; give it to `client.query`. */
  export function to(text: string, options?: ReadableOptions): Readable & Submittable;

  /** `COPY … FROM STDIN` as a stream that takes bytes. */
  export function from(text: string, options?: WritableOptions): Writable & Submittable;
}
