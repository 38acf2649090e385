import * as nodeCrypto from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applyEvent } from '@serialbridge/core/ledger';
import { keptKeyFile, openStationStore, signText, type StationStore } from '@serialbridge/cache';
import { batchText, PROTOCOL_HEADER, PROTOCOL_VERSION } from '@serialbridge/protocol';
import { judgePin, verifyPin } from '@serialbridge/protocol/credentials';
import { TestStation } from '@serialbridge/testing/store/test-station';

/** What somebody can do who has the disk of a paired station, and nothing else. */
export interface DiskReport {
  /** Secrets that stand in the clear in some file, free pages and logs too. */
  readonly in_the_clear: readonly string[];
  /** What keeps the key, and whether it lies on the disk. */
  readonly key: 'on the disk' | 'not on the disk';
  readonly opened: readonly ('credential' | 'signing key' | 'PIN hashes')[];
  readonly people: readonly {
    readonly code: string;
    readonly name: string;
    readonly role: string;
    readonly has_hash: boolean;
  }[];
  /** Guesses of one PIN hash in a second, on this machine. */
  readonly guesses_per_s: number | null;
  /** Each attempt at central, and what central said. */
  readonly attempts: readonly { readonly what: string; readonly status: number; readonly code: string }[];
}

interface Loot {
  readonly store: StationStore;
  readonly credential: string;
  readonly station_id: string;
  readonly hashes: ReadonlyMap<string, string>;
}

/** Patterns of what must not stand in any file as it is. */
const PATTERNS: Readonly<Record<string, RegExp>> = {
  'a credential': /sb1\.[0-9a-f-]{36}\.[0-9a-f-]{36}\.[\w-]{43}/u,
  'a PIN hash': /scrypt\$\d+\$\d+\$\d+\$[\w-]{20,}/u,
  'a private key': /MC4CAQAwBQYDK2VwBCIEI[\w+/=]{20,}/u,
};

function clearTexts(dir: string): string[] {
  const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.flatMap((file) => {
    const text = readFileSync(join(file.parentPath, file.name)).toString('latin1');
    return Object.entries(PATTERNS).flatMap(([what, pattern]) =>
      pattern.test(text) ? [`${what} in ${file.name}`] : [],
    );
  });
}

/** PINs of a length that the rules let people choose: the first that a thief tries are exactly those that nobody may have. */
export function* allowedPins(digits: number): Generator<string> {
  for (let n = 0; n < 10 ** digits; n += 1) {
    const pin = String(n).padStart(digits, '0');
    if (judgePin(pin, { is_trusted: digits >= 6, code: '' }).length === 0) yield pin;
  }
}

/** The PIN of a hash among these; null: none of them. */
export async function crack(pin_hash: string, pins: Iterable<string>): Promise<string | null> {
  for (const pin of pins) if (await verifyPin(pin, pin_hash, nodeCrypto)) return pin;
  return null;
}

async function guessesPerSecond(pin_hash: string): Promise<number> {
  const from = performance.now();
  const rounds = 24;
  // As many at once as Node has threads for it.
  await Promise.all(Array.from({ length: rounds }, (_, n) => verifyPin(String(n), pin_hash, nodeCrypto)));
  return rounds / ((performance.now() - from) / 1000);
}

type Ask = (
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
) => Promise<{ status: number; code: string }>;

function asker(central_url: string): Ask {
  return async (method, path, headers, body) => {
    const response = await fetch(new URL(path, central_url), {
      method,
      headers: {
        [PROTOCOL_HEADER]: String(PROTOCOL_VERSION),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const said = (await response.json().catch(() => ({}))) as { code?: string };
    return { status: response.status, code: said.code ?? 'ok' };
  };
}

const as = (secret: string): Record<string, string> => ({ authorization: `Bearer ${secret}` });

/** Everything that a thief would try with what was opened. `known_pins`: PINs that were cracked already, by person's code. */
async function attack(
  ask: Ask,
  { store, credential, station_id, hashes }: Loot,
  people: DiskReport['people'],
  known_pins: ReadonlyMap<string, string>,
): Promise<DiskReport['attempts']> {
  const attempts: { what: string; status: number; code: string }[] = [];
  const note = async (what: string, answer: ReturnType<Ask>): Promise<void> =>
    void attempts.push({ what, ...(await answer) });
  const tenant_id = credential.split('.')[1] ?? store.identity.read()?.tenant_id ?? '';

  await note('this station: its PINs', ask('GET', '/api/sync/pins', as(credential)));
  await note(
    'the console with the credential as a session',
    ask('GET', '/api/session', {
      cookie: `serialbridge_session=${tenant_id}.${credential.split('.')[3] ?? ''}`,
      ...as(credential),
    }),
  );
  for (const { code, name } of people) {
    const secrets = [known_pins.get(code), hashes.get(code), credential].filter(
      (one) => one !== undefined && one !== '',
    );
    for (const secret of secrets)
      await note(
        `the console as ${name} with what was found`,
        ask('POST', '/api/session', {}, { code, password: secret, pin: secret }),
      );
  }
  const others = store.read
    .all('SELECT station_id, name FROM live_station')
    .filter((row) => row['station_id'] !== station_id);
  for (const { station_id: other, name } of others)
    await note(
      `another station, ${String(name)}: its credential guessed from this one`,
      ask('GET', '/api/sync/pins', as(credential.replace(station_id, String(other)))),
    );
  const [other] = others;
  const key = store.keys.read(station_id);
  if (other !== undefined && key !== null) {
    // An event in the name of another station, signed with the key of this one.
    const forged = new TestStation(String(other['station_id']));
    const [event] = forged.record({
      type: 'unit-found',
      body: { unit_id: forged.incarnation, warehouse_id: forged.incarnation, bin_id: null },
    });
    const { incarnation, seq, hash } = event ?? { incarnation: '', seq: 0, hash: '' };
    const signature = signText(
      key,
      batchText({
        station_id: forged.station_id,
        incarnation,
        first_seq: seq,
        last_seq: seq,
        last_hash: hash,
        is_oldest: false,
      }),
    );
    const body = { incarnation, events: [event], backlog: 1, is_oldest: false, signature };
    await note(
      `another station, ${String(other['name'])}: an event in its name`,
      ask('POST', '/api/sync/push', as(credential), body),
    );
  }
  return attempts;
}

/**
 * Opens a copy of a paired station's folder as a thief would: reads every file, takes the key if it lies there, and tries everything at central. The
 * folder itself is not touched.
 */
export async function examineDisk(
  folder: string,
  central_url: string,
  known_pins: ReadonlyMap<string, string> = new Map(),
): Promise<DiskReport & { readonly hashes: ReadonlyMap<string, string> }> {
  const dir = mkdtempSync(join(tmpdir(), 'serialbridge-stolen-'));
  try {
    cpSync(folder, dir, { recursive: true, filter: (path) => !/\/lock\.[^/]*$/u.test(path) });
    const in_the_clear = clearTexts(dir);
    const key = keptKeyFile(dir) === null ? 'not on the disk' : 'on the disk';
    const store = openStationStore({ dir, newId: () => nodeCrypto.randomUUID(), fold: applyEvent });
    try {
      const { credential = '', station_id = '' } = store.identity.read() ?? {};
      const rows = store.read.all('SELECT operator_id, code, name, role FROM live_operator ORDER BY code');
      const hashes = new Map(
        rows.flatMap((row) => {
          const known = store.pins.read(String(row['operator_id']));
          return known === null ? [] : [[String(row['code']), known.pin_hash] as const];
        }),
      );
      const people = rows.map((row) => ({
        code: String(row['code']),
        name: String(row['name']),
        role: String(row['role']),
        has_hash: hashes.has(String(row['code'])),
      }));
      const [hash] = hashes.values();
      const loot = { store, credential, station_id, hashes };
      return {
        in_the_clear,
        key,
        opened: [
          ...(credential === '' ? [] : ['credential' as const]),
          ...(store.keys.read(station_id) === null ? [] : ['signing key' as const]),
          ...(hashes.size === 0 ? [] : ['PIN hashes' as const]),
        ],
        people,
        guesses_per_s: hash === undefined ? null : await guessesPerSecond(hash),
        attempts: await attack(asker(central_url), loot, people, known_pins),
        hashes,
      };
    } finally {
      store.close();
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function span(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.ceil(seconds / 3600)} h` : `${Math.ceil(seconds / 86_400)} days`;
}

/** How many PINs of a length there are to try; of long ones as many as there are digits for. */
function pinsOf(digits: number): number {
  let count = 0;
  for (const _ of allowedPins(digits)) count += 1;
  return count;
}

/** The report as lines for a person. */
export function reportLines({ in_the_clear, key, opened, people, guesses_per_s, attempts }: DiskReport): string[] {
  const lines = [
    `In the clear: ${in_the_clear.length === 0 ? 'nothing' : in_the_clear.join(', ')}.`,
    `The key of what is sealed is ${key}.`,
    `Opened: ${opened.length === 0 ? 'nothing' : opened.join(', ')}.`,
  ];
  if (guesses_per_s !== null) {
    const rate = guesses_per_s;
    lines.push(`PINs fall at ${rate.toFixed(0)} guesses a second on this machine:`);
    const [four, six] = [pinsOf(4), pinsOf(6)];
    for (const { name, code, role } of people.filter((one) => one.has_hash))
      lines.push(
        `  ${name} (${code}, ${role}): of 4 digits within ${span(four / rate)}, of 6 within ${span(six / rate)}`,
      );
  }
  lines.push('At central:', ...attempts.map(({ what, status, code }) => `  ${what}: ${status} ${code}`));
  return lines;
}
