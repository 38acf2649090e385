import { z } from 'zod';

/** The rules of the parser. Each is an error code, a translation key and the first word of its tests. */
export const GS1_RULES = [
  'gs1.empty',
  'gs1.not-an-ai',
  'gs1.length',
  'gs1.numeric',
  'gs1.character-set',
  'gs1.check-digit',
  'gs1.company-prefix',
  'gs1.date',
  'gs1.time',
  'gs1.content',
  'gs1.conflict',
  'gs1.link',
  'gs1.separator',
  'gs1.requires',
  'gs1.excludes',
] as const;
const gs1RuleSchema = z.enum(GS1_RULES);
export type Gs1Rule = z.infer<typeof gs1RuleSchema>;

/** What is wrong with the data of one component. */
export interface ContentFault {
  readonly rule: Gs1Rule;
  readonly message: string;
  /** Index in the component where it goes wrong; absent: at its beginning. */
  readonly at?: number;
}

/** One failing rule. `position` is the index in the scanned text (0 is the first character). */
export const gs1ErrorSchema = z.object({
  rule: gs1RuleSchema,
  position: z.number().int().nonnegative(),
  ai: z.string().optional(),
  message: z.string(),
});
export type Gs1Error = z.infer<typeof gs1ErrorSchema>;

/**
 * One element: AI and its data, exactly as read. `known` is false for an AI that is not in the table: kept, because
 * the rest of the code is still good. `valid` is false when a rule failed for it.
 */
export const gs1ElementSchema = z.object({
  ai: z.string(),
  title: z.string(),
  value: z.string(),
  position: z.number().int().nonnegative(),
  known: z.boolean(),
  valid: z.boolean(),
  decimals: z.number().int().optional(),
});
export type Gs1Element = z.infer<typeof gs1ElementSchema>;

/**
 * What a code says in GS1 terms. The named answers are taken from valid elements only, so that a misread GTIN never
 * finds a product. `evidence` says why it was read as GS1 at all: `brackets` is the printed form, typed or pasted, with a key in
 * front; `shape` is the weakest: a plain serial can look so.
 */
export const gs1MessageSchema = z.object({
  source: z.enum(['element-string', 'digital-link']),
  evidence: z.enum(['aim-id', 'fnc1', 'envelope', 'link', 'brackets', 'shape']),
  elements: z.array(gs1ElementSchema),
  errors: z.array(gs1ErrorSchema),
  /** What the label should have said differently, without harm to what it says. Absent when there is nothing. */
  warnings: z.array(gs1ErrorSchema).min(1).optional(),
  /** AI 01, fourteen digits. */
  gtin: z.string().optional(),
  /** AI 21. */
  serial: z.string().optional(),
  /** AI 10. */
  lot: z.string().optional(),
  /** AI 17 as `YYYY-MM-DD`; day 00 is the last of the month. */
  expiry: z.string().optional(),
  /** AI 00, eighteen digits. */
  sscc: z.string().optional(),
  /** AI 02: the GTIN of what is inside. */
  content_gtin: z.string().optional(),
  /** AI 37. */
  count: z.number().int().optional(),
});
export type Gs1Message = z.infer<typeof gs1MessageSchema>;
export type Gs1Evidence = Gs1Message['evidence'];

/** What the parser cannot know by itself: the year that two-digit years are read from (UTC year of the scan). */
export interface Gs1Context {
  readonly year: number;
}
