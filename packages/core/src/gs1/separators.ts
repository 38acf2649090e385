import { hasCheckDigit } from './check-digit.ts';
import { GS } from './parse-element-string.ts';

/** How scanners, drivers and people write FNC1 where no control character can be sent. */
const NAMED =
  /[{<[(](?:GS|FNC1|F1|0?x?1D)[}>\])]|\^\]|~(?:1|d?029)|\\(?:x1d|u001d|035|F|GS)|%1D|&#(?:29|x1d);|0x1D|␝|↔/giu;
/** What data of GS1 never has (character set 82), so that it can be a separator. */
const OUTSIDE = /[^!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]/gu;
/** An EAN and what the print program set behind it: `9506000134352|1726123110LOT`. */
const PIPED = /^(?<ean>\d{8}|\d{12,13})\|(?<rest>\d{2}.+)$/su;

/** The same text with GS where something else stands in its place, the likeliest first. Empty: nothing does. */
export function withSeparators(text: string): readonly string[] {
  if (text.includes(GS)) return [];
  const found: string[] = [];
  const piped = PIPED.exec(text)?.groups;
  if (piped !== undefined && hasCheckDigit(piped['ean'] ?? ''))
    found.push(`01${(piped['ean'] ?? '').padStart(14, '0')}${GS}${piped['rest'] ?? ''}`);
  const named = text.replaceAll(NAMED, GS);
  if (named !== text) found.push(named);
  const signs = new Set(text.match(OUTSIDE) ?? []);
  const [sign] = signs;
  if (sign !== undefined && signs.size === 1) found.push(text.replaceAll(sign, GS));
  return found;
}
