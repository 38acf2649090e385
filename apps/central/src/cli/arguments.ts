import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Tls } from '../server/tls.ts';
import type { CentralOptions } from '../server/start-central.ts';
import type { WantedAdmin } from '../server/bootstrap.ts';
import { StartFailure } from '../server/start-failure.ts';

export const HELP = `serialbridge central

  --data DIR             folder for the database, snapshots and certificate (default: data/central)
  --port N               port (default: 7380; 0 takes a free one)
  --host ADDRESS         address to listen at (default: 127.0.0.1; 0.0.0.0 for the network)
  --database-url URL     PostgreSQL 15 or newer, without a password; with one it is read from DATABASE_URL.
                         Without either: SQLite in the data folder
  --tls-cert FILE        certificate and
  --tls-key FILE         its key (PEM)
  --tls-self-signed      make a certificate in the data folder
  --create-admin CODE    make an admin of that code, if nobody has it, and show a one-time code to set a password
  --first-admin CODE     code of the admin that the first start makes (default: admin)
  --tenant-name NAME     name of the tenant that the first start makes
  --console DIR          the console's built pages (default: those beside this software)
  --host-name NAME       a name that central is known by; may be given several times. Addresses, this machine's
                         name and the names of the certificate are known
  --insecure-http        take plain HTTP from other machines, without a certificate or a proxy
  --trust-proxy ADDRESS  believe what the proxy at this address, or in this network (10.0.0.0/24), says of callers;
                         may be given several times
  --metrics ADDRESS:PORT serve Prometheus metrics there, to whoever reaches that address. With a token in
                         SERIALBRIDGE_METRICS_TOKEN they are at /metrics too, for who sends it
  --log-level LEVEL      error, warn, info (default) or debug
`;

const OPTIONS = {
  data: { type: 'string' },
  port: { type: 'string' },
  host: { type: 'string' },
  'database-url': { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'tls-self-signed': { type: 'boolean' },
  'create-admin': { type: 'string' },
  'first-admin': { type: 'string' },
  'tenant-name': { type: 'string' },
  console: { type: 'string' },
  'host-name': { type: 'string', multiple: true },
  'insecure-http': { type: 'boolean' },
  'trust-proxy': { type: 'string', multiple: true },
  metrics: { type: 'string' },
  'log-level': { type: 'string' },
  help: { type: 'boolean' },
} as const;

const wrong = (message: string): StartFailure => new StartFailure('arguments', `${message} (--help lists the options)`);

function read(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true }).values;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
}

function readFile(option: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new StartFailure('tls', `The file ${path} given with --${option} cannot be read.`);
  }
}

function tlsOf(values: ReturnType<typeof read>): Tls | 'self-signed' | null {
  const { 'tls-cert': cert, 'tls-key': key } = values;
  if (values['tls-self-signed'] === true) {
    if (cert !== undefined || key !== undefined)
      throw wrong('--tls-self-signed makes a certificate; it does not go with --tls-cert and --tls-key');
    return 'self-signed';
  }
  if (cert === undefined && key === undefined) return null;
  if (cert === undefined || key === undefined) throw wrong('--tls-cert and --tls-key go together');
  return { cert: readFile('tls-cert', cert), key: readFile('tls-key', key) };
}

function adminOf(option: string, text: string | undefined): WantedAdmin | null {
  if (text === undefined) return null;
  // Whoever used to give a PIN here must not find it in the list of processes for nothing.
  if (text.includes(':') || text.trim() === '' || text.length > 300)
    throw wrong(`${option} takes the code of the admin alone; that person sets a password with a one-time code`);
  return { code: text.trim() };
}

/** An address, or a network that is not everybody. */
function isProxy(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const family = isIP(address);
  if (family === 0 || more.length > 0) return false;
  return (
    bits === undefined || (/^\d{1,3}$/u.test(bits) && Number(bits) >= 8 && Number(bits) <= (family === 4 ? 32 : 128))
  );
}

function proxiesOf(values: readonly string[]): readonly string[] {
  const proxies = values.flatMap((one) => one.split(',')).map((one) => one.trim());
  const bad = proxies.filter((one) => !isProxy(one));
  if (bad.length > 0)
    throw wrong(
      `--trust-proxy takes addresses or networks of proxies, such as 10.0.0.5 or 10.0.0.0/24, not ${bad.join(', ')}: whoever is trusted may claim any address`,
    );
  return proxies;
}

/**
 * Every user of a machine can list the command lines of all that runs there. So a password is read from the environment, which only the
 * owner of the process sees.
 * @throws StartFailure `arguments`
 */
export function withoutPassword(database_url: string | undefined): string | undefined {
  if (database_url !== undefined && URL.canParse(database_url) && new URL(database_url).password !== '')
    throw wrong(
      'The address given with --database-url has a password, which every user of this machine could read; give it as DATABASE_URL in the environment',
    );
  return database_url;
}

function metricsOf(
  text: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): NonNullable<CentralOptions['metrics']> {
  const token = env['SERIALBRIDGE_METRICS_TOKEN'];
  if (token !== undefined && token.length < 16) throw wrong('SERIALBRIDGE_METRICS_TOKEN needs 16 characters or more');
  if (text === undefined) return { token };
  const [, host, port] = /^(?:(.+):)?(\d{1,5})$/u.exec(text) ?? [];
  if (port === undefined || Number(port) > 65_535) throw wrong(`--metrics takes ADDRESS:PORT, not ${text}`);
  return { token, listen: { host: (host ?? '127.0.0.1').replace(/^\[(.*)\]$/u, '$1'), port: Number(port) } };
}

/** @returns null when help is asked for. @throws StartFailure `arguments`, `tls` */
export function readArguments(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): CentralOptions | null {
  const values = read(args);
  if (values.help === true) return null;
  const port = Number(values.port ?? 7380);
  if (!/^\d{1,5}$/u.test(values.port ?? '0') || port > 65_535)
    throw wrong(`--port takes a number up to 65535, not ${values.port ?? ''}`);
  const { console: console_dir, 'tenant-name': tenant_name, host } = values;
  return {
    data_dir: values.data ?? 'data/central',
    database_url: withoutPassword(values['database-url']) ?? env['DATABASE_URL'],
    port,
    ...(host === undefined ? {} : { host }),
    tls: tlsOf(values),
    admin: adminOf('--create-admin', values['create-admin']),
    first_code: adminOf('--first-admin', values['first-admin'])?.code,
    ...(tenant_name === undefined ? {} : { tenant_name }),
    // The file server takes absolute paths only.
    ...(console_dir === undefined ? {} : { console_dir: resolve(console_dir) }),
    trust_proxy: proxiesOf(values['trust-proxy'] ?? []),
    insecure_http: values['insecure-http'] ?? false,
    host_names: values['host-name'] ?? [],
    metrics: metricsOf(values.metrics, env),
    log_level: values['log-level'] ?? 'info',
  };
}
