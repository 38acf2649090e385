import { createHash, generateKeyPairSync, sign } from 'node:crypto';
import { outboxHeader, outboxSignature, type Envelope } from '@serialbridge/protocol';
import type { TestStation } from './test-station.ts';

/** A station's key as node makes it, without the station's own code. */
export interface TestKey {
  readonly key_id: string;
  readonly public_key: string;
  sign(text: string): string;
}

export function testKey(): TestKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const public_key = publicKey.export({ format: 'jwk' }).x ?? '';
  return {
    key_id: createHash('sha256').update(Buffer.from(public_key, 'base64url')).digest('hex').slice(0, 32),
    public_key,
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
  };
}

/** The file of these events, as a station would write it. */
export function outboxFile(
  tenant_id: string | null,
  { station_id, incarnation }: Pick<TestStation, 'station_id' | 'incarnation'>,
  key: TestKey,
  events: readonly Envelope[],
  { is_oldest = false, named = events.length }: { is_oldest?: boolean; named?: number } = {},
): string {
  const first_seq = events[0]?.seq ?? 0;
  const last_seq = events.at(-1)?.seq ?? 0;
  const head = outboxHeader({
    tenant_id,
    station_id,
    station_name: 'Dock',
    incarnations: events.length === 0 ? [] : [{ incarnation, first_seq, last_seq, events: events.length, is_oldest }],
    events: named,
    exported_at: 7000,
    software: 'test/1',
    key_id: key.key_id,
    public_key: key.public_key,
  });
  const text = `${head}${events.map((one) => `${JSON.stringify(one)}\n`).join('')}`;
  return `${text}${outboxSignature(key.key_id, key.sign(text))}`;
}
