import type { Outcome, ScanExpectation, ScanMeaning } from '@serialbridge/core/scan';
import type { Feedback } from '@serialbridge/protocol/station';

/** The meanings that scan routing passes on to the work under way. The scan service itself handles badges and sign-out. */
export type WorkMeaning = Exclude<ScanMeaning, { readonly kind: 'refused' | 'operator' }>;

/** The work that scans go to: receiving on the dock, packing at the table. */
export interface ScanTarget {
  readonly expectation: () => ScanExpectation;
  /** True if the work under way has this serial already. */
  readonly knowsSerial: (text: string) => boolean;
  /** May an order be opened by its tote. */
  readonly opensByTote: () => boolean;
  /** Does what the code means; recorded when it returns. Throws CallError. */
  readonly act: (meaning: WorkMeaning, text: string) => Feedback | Promise<Feedback>;
  /** Shows a refusal and keeps it among the last scans. `text` null: it is shown and not kept, because a badge is half a key. */
  readonly say: (outcome: Outcome, text: string | null) => Feedback;
}
