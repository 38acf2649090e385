import { Button } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { SignedProvider, useSession } from '../api/session.ts';
import { ProblemView } from '../components/problem-view.tsx';
import { Routes } from './routes.tsx';
import { Shell } from './shell.tsx';
import { SignInPage } from './sign-in-page.tsx';
import classes from './sign-in-page.module.css';

/** Signed in: the pages. Nobody: the sign-in. Central away: it says so and asks again. */
export function App(): ReactElement | null {
  const t = useT();
  const session = useSession();
  if (session.isPending) return null;
  if (session.isError) {
    return (
      <main className={classes['page']}>
        <div className={classes['card']}>
          <ProblemView error={session.error} />
          <Button variant="filled" loading={session.isFetching} onClick={() => void session.refetch()}>
            {t('console.try-again')}
          </Button>
        </div>
      </main>
    );
  }
  if (session.data === null) return <SignInPage />;
  return (
    <SignedProvider value={session.data}>
      <Shell>
        <Routes />
      </Shell>
    </SignedProvider>
  );
}
