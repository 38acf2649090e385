import { isEnvelope, readEnvelope } from './envelope.ts';
import type { Label } from './label.ts';
import { readNamedFields } from './named-fields.ts';

/** What a label that names its fields says; null: it is none, or cannot be taken apart. */
export function readLabel(text: string): Label | null {
  return isEnvelope(text) ? (readEnvelope(text)?.label ?? null) : readNamedFields(text);
}
