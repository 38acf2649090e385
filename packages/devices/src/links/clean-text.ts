/** The limit of names in the contract. */
const LONGEST = 300;

/** What a device calls itself, without what cheap ones pad it with (NULs and worse); null: nothing is left. */
export function cleanText(text: string | null | undefined): string | null {
  const clean = (text ?? '')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST);
  return clean === '' ? null : clean;
}
