import Fastify from 'fastify';
import { expect, test } from 'vitest';
import { Refusal } from '../refusal.ts';
import { addPlainHttpCheck, type Reach } from './plain-http.ts';

async function answerTo(remoteAddress: string, reach: Partial<Reach>): Promise<string> {
  const app = Fastify();
  app.setErrorHandler((error, _request, reply) => reply.send(error instanceof Refusal ? error.code : 'internal'));
  addPlainHttpCheck(app, { host: '0.0.0.0', encrypted: false, trust_proxy: [], insecure_http: false, ...reach });
  app.get('/', () => 'served');
  const { body } = await app.inject({ method: 'GET', url: '/', remoteAddress });
  await app.close();
  return body;
}

test.each([
  ['10.0.0.5', ['10.0.0.5'], 'served'],
  ['::ffff:10.0.0.5', ['10.0.0.5'], 'served'],
  ['10.0.0.77', ['10.0.0.0/24'], 'served'],
  ['fd00::5', ['fd00::/16'], 'served'],
  ['127.0.0.1', ['10.0.0.5'], 'served'],
  ['::1', ['10.0.0.5'], 'served'],
  ['10.0.0.6', ['10.0.0.5'], 'request.plain-http'],
  ['10.0.1.77', ['10.0.0.0/24'], 'request.plain-http'],
  ['192.168.1.20', ['10.0.0.0/24', 'fd00::/16'], 'request.plain-http'],
  ['fe80::1', ['10.0.0.5'], 'request.plain-http'],
])('request.plain-http: from %s, with the proxies %j: %s', async (peer, trust_proxy, said) => {
  expect(await answerTo(peer, { trust_proxy })).toBe(said);
});

test('over TLS, or where plain HTTP is meant, everybody is served', async () => {
  expect(await answerTo('192.168.1.20', { encrypted: true })).toBe('served');
  expect(await answerTo('192.168.1.20', { insecure_http: true })).toBe('served');
});
