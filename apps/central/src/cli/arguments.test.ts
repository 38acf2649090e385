import { expect, test } from 'vitest';
import { StartFailure } from '../server/start-failure.ts';
import { readArguments } from './arguments.ts';

function refusal(args: readonly string[]): unknown {
  try {
    return readArguments(args, {});
  } catch (error) {
    return error;
  }
}

test.each([
  [['--prot', '1'], 'prot'],
  [['--port', 'x'], '--port takes a number'],
  [['--create-admin', 'boss:1234'], 'the code of the admin alone'],
  [['--first-admin', ''], 'the code of the admin alone'],
  [['--trust-proxy', 'true'], 'addresses or networks of proxies'],
  [['--trust-proxy', '10.0.0.1,0.0.0.0/0'], 'not 0.0.0.0/0'],
  [['--tls-cert', 'x.pem'], 'go together'],
  [['--metrics', 'somewhere'], '--metrics takes ADDRESS:PORT'],
  // Every user of the machine sees the command lines of all processes.
  [['--database-url', 'postgres://me:secret@127.0.0.1:1/none'], 'give it as DATABASE_URL'],
])('arguments that make no sense: %j', (args, said) => {
  const refused = refusal(args);
  expect(refused).toBeInstanceOf(StartFailure);
  expect(refused).toMatchObject({ kind: 'arguments', message: expect.stringContaining(said) as string });
  expect(String(refused)).not.toContain('secret@');
});
