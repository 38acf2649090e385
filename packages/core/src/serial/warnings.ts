import { documentDuplicatesRefused, twiceInDocument } from './document-rules.ts';
import { shown } from './format-rules.ts';
import { isNearDuplicate } from './near-duplicate.ts';
import type { SerialSubject } from './subject.ts';
import { duplicatesRefused, takenByUnit } from './unit-rules.ts';
import type { RuleParams, SerialContext } from './verdict.ts';

/** What a person may pass. A duplicate rule that is switched off still warns, so that the event says it (DOMAIN.md, "Data model"). */

const MINUTE = 60_000;
/** How many of the last serials a new one is compared with. */
const RECENT = 20;

export function cacheOld(_: SerialSubject, context: SerialContext): RuleParams | null {
  const limit = context.policy.get('serial.cache_age_warning_minutes');
  if (context.cache_age_ms === null || context.cache_age_ms <= limit * MINUTE) return null;
  return { minutes: Math.floor(context.cache_age_ms / MINUTE), limit };
}

export function nearDuplicate(subject: SerialSubject, context: SerialContext): RuleParams | null {
  if (!context.policy.get('serial.warn_near_duplicate')) return null;
  const other = context.recent_serials.slice(-RECENT).findLast((recent) => isNearDuplicate(subject.norm, recent));
  return other === undefined ? null : { serial: shown(subject.norm), other: shown(other) };
}

export function productCodeExpired(_: SerialSubject, context: SerialContext): RuleParams | null {
  return context.expired_product_code === null
    ? null
    : { code: context.expired_product_code, sku: context.product.sku };
}

export function passedDuplicateInDocument(subject: SerialSubject, context: SerialContext): RuleParams | null {
  return documentDuplicatesRefused(context) ? null : twiceInDocument(subject, context);
}

export function passedDuplicate(subject: SerialSubject, context: SerialContext): RuleParams | null {
  return duplicatesRefused(context) ? null : takenByUnit(subject, context);
}
