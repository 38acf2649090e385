import { describe, expect, it } from 'vitest';
import { DARK, LIGHT, VERDICTS, type SchemeTokens } from './tokens.ts';

/** WCAG 2.2 relative luminance of `#rrggbb`. */
function luminance(colour: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

const AA_TEXT = 4.5;
const AA_CONTROL = 3;
const texts: readonly (readonly [keyof SchemeTokens, keyof SchemeTokens])[] = [
  ...(['canvas', 'surface', 'raised', 'accent_soft'] as const).flatMap(
    (ground) =>
      [
        ['text', ground],
        ['text_muted', ground],
      ] as const,
  ),
  ['on_accent', 'accent'],
  ['on_accent', 'bad'],
  ['accent', 'surface'],
  ['accent', 'accent_soft'],
  ...(['good', 'done', 'caution', 'bad'] as const).flatMap(
    (tone) =>
      [
        [tone, 'surface'],
        [tone, `${tone}_soft`],
      ] as const,
  ),
];

describe.each([
  ['light', LIGHT],
  ['dark', DARK],
] as const)('contrast in the %s scheme', (_name, scheme) => {
  it.each(texts)('%s on %s is AA for text', (ink, ground) => {
    expect(contrast(scheme[ink], scheme[ground])).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it.each(['surface', 'canvas'] as const)('borders of controls on %s are AA for controls', (ground) => {
    expect(contrast(scheme.line_strong, scheme[ground])).toBeGreaterThanOrEqual(AA_CONTROL);
  });
});

describe('verdicts', () => {
  it.each(Object.entries(VERDICTS))('%s is AA', (_level, { ground, ink }) => {
    expect(contrast(ground, ink)).toBeGreaterThanOrEqual(AA_TEXT);
  });

  it('have five grounds that differ', () => {
    expect(new Set(Object.values(VERDICTS).map(({ ground }) => ground)).size).toBe(5);
  });
});
