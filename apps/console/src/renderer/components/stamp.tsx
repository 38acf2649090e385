import { useFormat } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';

interface StampProps {
  readonly at: number | null;
  readonly empty?: string;
  /** With seconds, where two instants are compared. */
  readonly exact?: boolean;
}

/** An instant in the reader's own time; the full ISO time in the title, for whoever must compare. */
export function Stamp({ at, empty = '–', exact = false }: StampProps): ReactElement {
  const format = useFormat();
  if (at === null) return <span>{empty}</span>;
  return (
    // Half a date on a line of its own is read as another date.
    <time style={{ whiteSpace: 'nowrap' }} dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()}>
      {exact ? format.exact(at) : format.dateTime(at)}
    </time>
  );
}
