/** How far a weight may be off what the products weigh, in grams: the larger of percent and grams counts (core/packing/weigh-box). */
export function toleranceOf(expected_g: number, percent: number, grams: number): number {
  return Math.max((expected_g * percent) / 100, grams);
}

/** Grams as typed, with a comma or a point; null: no weight. */
export function gramsOf(text: string): number | null {
  const grams = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(grams) && grams > 0 && grams <= 2_000_000 ? grams : null;
}
