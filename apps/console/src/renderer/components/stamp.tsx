import { useFormat } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';

/** An instant in the reader's own time; the full ISO time in the title, for whoever must compare. */
export function Stamp({ at, empty = '–' }: { at: number | null; empty?: string }): ReactElement {
  const format = useFormat();
  if (at === null) return <span>{empty}</span>;
  return (
    // Half a date on a line of its own is read as another date.
    <time style={{ whiteSpace: 'nowrap' }} dateTime={new Date(at).toISOString()} title={new Date(at).toISOString()}>
      {format.dateTime(at)}
    </time>
  );
}
