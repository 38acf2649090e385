/**
 * Ids of rows that the fold itself makes (cases, provisional and forked units): UUIDv8 from the id of the event that causes them, so that
 * every replica and a rebuild get the same ones. Version nibble 8; `n` (0, 1, 2 … within the event) XOR'ed into the last 32 bits and, so
 * that ids counted up one by one don't collide with their neighbours, into the 12 bits after the version.
 */
export function derivedId(id: string, n: number): string {
  const high = (Number.parseInt(id.slice(15, 18), 16) ^ (n & 0xfff)).toString(16).padStart(3, '0');
  const low = ((Number.parseInt(id.slice(28, 36), 16) ^ n) >>> 0).toString(16).padStart(8, '0');
  // The ids of nothing and of everything have no variant, and what is made of them must be an id all the same.
  const variant = '89ab'.includes(id.charAt(19)) ? id.charAt(19) : '8';
  return `${id.slice(0, 14)}8${high}-${variant}${id.slice(20, 28)}${low}`;
}
