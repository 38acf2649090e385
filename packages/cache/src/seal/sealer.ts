import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SEALED_BY } from '@serialbridge/protocol/station';

/**
 * Who keeps the key that a station's secrets are sealed with: the system through Electron, the system's secret store, or a file beside them, which
 * keeps nobody out who has the whole disk.
 */
type KeptBy = (typeof SEALED_BY)[number];

/** Seals texts. What is sealed is text too, and says under which key, never under whose. */
export interface Sealer {
  readonly kept_by: KeptBy;
  /** What the system calls it, for diagnostics; null: nothing more to say. */
  readonly detail: string | null;
  seal(text: string): string;
  /** A text that is not sealed comes back as it is. Null: it is sealed under another key, or damaged. */
  open(text: string): string | null;
}

/** A station's sealer. `former`: what it was sealed with before; it is opened once more, sealed anew, and `dropFormer` destroys its key. */
export interface StationSeal {
  readonly sealer: Sealer;
  readonly former: readonly Sealer[];
  readonly dropFormer: () => void;
}

export const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const MARK = 'sealed$1$';

export const isSealed = (text: string): boolean => text.startsWith(MARK);

interface SealKey {
  readonly key: Buffer;
  readonly kept_by: KeptBy;
  readonly detail?: string | null;
  /** Puts the key where it belongs. Called before the first text is sealed: what nobody can open again must never be written. */
  readonly keep?: () => void;
}

/** AES-256-GCM under one key. */
export function sealerWith({ key, kept_by, detail = null, keep }: SealKey): Sealer {
  const key_id = createHash('sha256').update('serialbridge key').update(key).digest('base64url').slice(0, 12);
  let isKept = keep === undefined;
  return {
    kept_by,
    detail,
    seal: (text) => {
      if (!isKept) keep?.();
      isKept = true;
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, iv);
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
      return `${MARK}${key_id}$${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')}`;
    },
    open: (text) => {
      if (!isSealed(text)) return text;
      const [of = '', bytes = ''] = text.slice(MARK.length).split('$');
      if (of !== key_id) return null;
      try {
        const all = Buffer.from(bytes, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, all.subarray(0, IV_BYTES));
        decipher.setAuthTag(all.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
        return Buffer.concat([decipher.update(all.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
      } catch {
        return null;
      }
    },
  };
}
