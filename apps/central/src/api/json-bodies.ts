import { isUtf8 } from 'node:buffer';
import type { FastifyInstance } from 'fastify';
import { JsonRefused, readJson } from '@serialbridge/protocol';
import { Refusal } from '../refusal.ts';

const refuse = (detail: string): Refusal => new Refusal('request.invalid', { detail });

/** @throws Refusal `request.invalid` with what is wrong */
function parse(body: Buffer): unknown {
  if (body.length === 0) throw refuse('The body is empty; JSON is expected.');
  if (!isUtf8(body)) throw refuse('The body is not UTF-8 text.');
  try {
    return readJson(body.toString('utf8'));
  } catch (error) {
    if (error instanceof JsonRefused) throw refuse(`The body is not JSON that can be kept. ${error.message}`);
    throw error;
  }
}

/** Every JSON body of every call comes in here. */
export function takeJsonBodies(app: FastifyInstance): void {
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parse(body as Buffer));
    } catch (error) {
      done(error as Error);
    }
  });
}
