import { z } from 'zod';
import { Id, Instant, ShortText } from '@serialbridge/core/model';

/** Blanks of a translated sentence. */
export const Params = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type Params = z.infer<typeof Params>;

/** A rule that failed or warned: `code` is the rule's id and the key of its sentence in resources/locales. */
export const Finding = z.object({ code: z.string(), params: Params });
export type Finding = z.infer<typeof Finding>;

/** The levels differ by colour, by sound and by words, so that each alone is enough. */
export const FEEDBACK_LEVELS = ['accepted', 'complete', 'warning', 'refused', 'info'] as const;

/**
 * What a scan or a command came to. The screen shows and sounds it. `accepted` is sent only after the event's commit in ops.db.
 * `complete`: accepted, and the line or order has all it needs.
 */
export const Feedback = z.object({
  feedback_id: Id,
  at: Instant,
  level: z.enum(FEEDBACK_LEVELS),
  /** The text that was scanned, or null for a command. */
  text: z.string().nullable(),
  /** First words to show; the key of a sentence. */
  headline: Finding,
  /** Every rule that failed or warned. */
  findings: z.array(Finding),
  /** A refusal that may be overridden with a reason (packing.keep_serial) carries what to send back. */
  override_token: ShortText.nullable(),
});
export type Feedback = z.infer<typeof Feedback>;

/** One row of the last scans, newest first. */
export const LastScan = z.object({
  feedback_id: Id,
  at: Instant,
  level: z.enum(FEEDBACK_LEVELS),
  text: z.string(),
  headline: Finding,
  /** Set while this scan can still be undone. */
  unit_id: Id.nullable(),
  undoable: z.boolean(),
});
export type LastScan = z.infer<typeof LastScan>;
