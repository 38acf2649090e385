/**
 * Columns whose values never stand in the audit log, whatever row or detail they come in. A test asks of every column of the schema that sounds
 * like a secret whether it is here.
 */
export const SECRET_COLUMNS: ReadonlySet<string> = new Set([
  'pin',
  'pin_hash',
  'pin_digits',
  'password',
  'password_hash',
  'one_time_code',
  'code_hash',
  'pairing_code',
  'credential',
  'secret',
  'secret_hash',
  'session_hash',
  'credential_id',
  'device_hash',
  'token',
  'private_key',
]);

/** The same value without secrets, at any depth. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !SECRET_COLUMNS.has(name))
      .map(([name, part]) => [name, withoutSecrets(part)]),
  );
}
