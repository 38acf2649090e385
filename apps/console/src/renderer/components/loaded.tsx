import { useT } from '@serialbridge/ui/i18n';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactElement, ReactNode } from 'react';
import { Page } from './page.tsx';
import { ProblemView } from './problem-view.tsx';

interface LoadedProps<T> {
  readonly read: UseQueryResult<T>;
  /** Shown while there is nothing else to show. */
  readonly title: string;
  readonly children: (data: T) => ReactNode;
}

/** A page of one record: what central said last stays in sight when it is away for a while. */
export function Loaded<T>({ read, title, children }: LoadedProps<T>): ReactElement {
  const t = useT();
  if (read.data !== undefined) return <>{children(read.data)}</>;
  return <Page title={title}>{read.isError ? <ProblemView error={read.error} /> : <p>{t('console.loading')}</p>}</Page>;
}
