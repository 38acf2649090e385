import { COUNTRY_LETTERS } from '../gs1/code-lists/country-codes.ts';

/** Who issues a country's S10 numbers: the designated operators of the Universal Postal Union, by their own names. */
const POSTS: Readonly<Record<string, string>> = {
  AT: 'Österreichische Post',
  AU: 'Australia Post',
  BE: 'bpost',
  BR: 'Correios',
  CA: 'Canada Post',
  CH: 'Swiss Post',
  CN: 'China Post',
  CZ: 'Česká pošta',
  DE: 'Deutsche Post',
  DK: 'PostNord',
  ES: 'Correos',
  FI: 'Posti',
  FR: 'La Poste',
  GB: 'Royal Mail',
  GR: 'ELTA',
  HK: 'Hongkong Post',
  IE: 'An Post',
  IL: 'Israel Post',
  IN: 'India Post',
  IT: 'Poste Italiane',
  JP: 'Japan Post',
  KR: 'Korea Post',
  MX: 'Correos de México',
  NL: 'PostNL',
  NO: 'Posten',
  NZ: 'NZ Post',
  PL: 'Poczta Polska',
  PT: 'CTT',
  SE: 'PostNord',
  SG: 'SingPost',
  TW: 'Chunghwa Post',
  US: 'USPS',
};

/** The post of a country; of one without a name here, its letters. Null: there is no such country. */
export function postOf(country: string): string | null {
  return POSTS[country] ?? (COUNTRY_LETTERS.has(country) ? `Post ${country}` : null);
}
