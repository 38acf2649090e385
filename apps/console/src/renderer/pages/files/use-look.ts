import type { ImportKind, ImportLook, ImportReading } from '@serialbridge/protocol/central';
import { useState } from 'react';
import { useCentral } from '../../api/central-context.tsx';

/** So much of a file tells how it is written. */
const BEGINNING = 256 * 1024;

export interface Look {
  /** Null: no file, or it could not be looked at; the import itself then says why. */
  readonly look: ImportLook | null;
  /** What a person has said; null: nothing, so central reads it as it proposes. */
  readonly reading: ImportReading | null;
  readonly at: (file: File, heading?: boolean) => Promise<ImportLook | null>;
  readonly say: (reading: ImportReading) => void;
  readonly forget: () => void;
}

/** By heading, so that the same file in another order is read alike; by place where a heading says nothing or stands twice. */
export function readingOf(look: ImportLook): ImportReading {
  const { heading, columns, dates, decimals } = look;
  const named = columns.flatMap(({ name, heading: text }, index) => {
    if (name === null) return [];
    const alone = heading && text !== '' && columns.filter((one) => one.heading === text).length === 1;
    return [{ name, from: alone && !text.startsWith('#') ? text : `#${index + 1}` }];
  });
  return { heading, columns: named, dates, decimals };
}

/** True: nobody needs to be asked how this file is read. */
export function isSure({ by, missing, asks }: ImportLook): boolean {
  return by !== 'guess' && missing.length === 0 && asks.length === 0;
}

/** Looks at the beginning of a file, and keeps what a person says of it. */
export function useLook(kind: ImportKind): Look {
  const central = useCentral();
  const [look, setLook] = useState<ImportLook | null>(null);
  const [reading, setReading] = useState<ImportReading | null>(null);
  const at = async (file: File, heading?: boolean): Promise<ImportLook | null> => {
    setReading(null);
    try {
      const seen = await central.lookAtCsv(kind, file.slice(0, BEGINNING), heading === undefined ? {} : { heading });
      setLook(seen);
      return seen;
    } catch {
      setLook(null);
      return null;
    }
  };
  const forget = (): void => {
    setLook(null);
    setReading(null);
  };
  return { look, reading, at, say: setReading, forget };
}
