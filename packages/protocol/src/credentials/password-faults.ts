/** The faults of a new password: its ids are error codes and words of the screens. */
export type PasswordFault = 'password.too-short' | 'password.too-long' | 'password.common' | 'password.own-name';

export const PASSWORD_LEAST = 12;
export const PASSWORD_MOST = 256;

/**
 * Parts of the passwords that are used most, as the lists of stolen ones have them. A password of twelve characters is seldom on such a list
 * itself; it is made of these, of figures and of signs. The list is ours and short: it stops the first guesses, not every bad password.
 */
const MOST_USED = `
  password passwort passw0rd p@ssword p@ssw0rd kennwort passphrase parola contrasena qwertyuiop qwertzuiop
  asdfghjkl zxcvbnm yxcvbnm qwerty qwertz azerty asdfgh asdf 1q2w3e4r5t 1qaz2wsx qazwsx q1w2e3r4 zaq12wsx
  abcdefgh abcdef abcd abc letmein welcome willkommen iloveyou changeme default secret geheim hello hallo
  admin administrator root master login user guest test demo temp start dragon monkey sunshine princess
  football baseball superman batman shadow michael trustno1 whatever starwars computer internet google
  freedom summer winter spring autumn january monday warehouse serialbridge receivebridge shipbridge
  central console
`
  .trim()
  .split(/\s+/u)
  .toSorted((a, b) => b.length - a.length);

/** Letters and signs that must be left when what everybody would guess is taken away. */
const LEFT_OF_COMMON = 5;
const LEFT_OF_OWN = 8;
/** Fewer different characters are a pattern: aaaaaaaaaaaa, 121212121212. */
const LEAST_DIFFERENT = 5;

const without = (text: string, parts: readonly string[]): string =>
  parts.reduce((rest, part) => rest.replaceAll(part, ''), text);

/** One form of what looks the same, so that it is the same password at every keyboard. */
export function normalPassword(password: string): string {
  return password.normalize('NFKC');
}

/**
 * Every fault of a new password at once; none: it is taken. There is no rule about capitals, figures or signs: length is what makes a password
 * strong, and such rules make people write `Password1!`.
 */
export function passwordFaults(
  password: string,
  { code, name }: { readonly code: string; readonly name: string },
): PasswordFault[] {
  const typed = normalPassword(password);
  const letters = Array.from(typed).length;
  const faults: PasswordFault[] = [];
  if (letters < PASSWORD_LEAST) faults.push('password.too-short');
  if (letters > PASSWORD_MOST) faults.push('password.too-long');
  const small = typed.toLowerCase();
  const bare = without(small, MOST_USED).replaceAll(/[\d\s!@#$%^&*()_+\-=.,:;?/\\]/gu, '');
  if (new Set(small).size < LEAST_DIFFERENT || bare.length < LEFT_OF_COMMON) faults.push('password.common');
  const own = [code, ...name.split(/[\s,.-]+/u)]
    .map((part) => part.normalize('NFKC').toLowerCase())
    .filter((part) => part.length > 2)
    .toSorted((a, b) => b.length - a.length);
  const left = without(small, own);
  if (left.length < small.length && left.length < LEFT_OF_OWN) faults.push('password.own-name');
  return faults;
}
