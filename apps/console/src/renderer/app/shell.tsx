import { useT } from '@serialbridge/ui/i18n';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, type ReactElement, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { useSigned, useSummary } from '../api/session.ts';
import { READ } from '../api/use-read.ts';
import { ProblemView } from '../components/problem-view.tsx';
import { ADDRESS } from '../components/addresses.ts';
import { BrandMark } from './brand-mark.tsx';
import { GlobalSearch } from './global-search.tsx';
import { NAVIGATION } from './navigation.ts';
import classes from './shell.module.css';
import { StatusBar } from './status-bar.tsx';

/** Header, navigation and the page. Reads central's counts every few seconds; when its feed moved, what is on the screen is read again. */
export function Shell({ children }: { children: ReactNode }): ReactElement {
  const t = useT();
  const summary = useSummary();
  useRefresh(summary.data?.version);
  return (
    <div className={classes['shell']}>
      <Link href={ADDRESS.home} className={classes['brand']}>
        <BrandMark size={24} /> {t('console.name')}
      </Link>
      <header className={classes['bar']}>
        <GlobalSearch />
        <StatusBar summary={summary.data} />
      </header>
      <Navigation openCases={summary.data?.open_cases ?? 0} />
      <main className={classes['main']}>
        {children}
        {summary.isError ? (
          <div className={classes['away']} data-testid="central-away">
            <ProblemView error={summary.error} />
          </div>
        ) : null}
      </main>
    </div>
  );
}

function useRefresh(version: number | undefined): void {
  const queries = useQueryClient();
  const before = useRef(version);
  useEffect(() => {
    if (version === undefined) return;
    const moved = before.current !== undefined && before.current !== version;
    before.current = version;
    if (moved) void queries.invalidateQueries({ queryKey: [READ] });
  }, [version, queries]);
}

function Navigation({ openCases }: { openCases: number }): ReactElement {
  const t = useT();
  const { rights } = useSigned();
  const [location] = useLocation();
  const isHere = (href: string): boolean => {
    const path = href.split('?')[0] ?? href;
    return path === ADDRESS.home ? location === path : location === path || location.startsWith(`${path}/`);
  };
  return (
    <nav className={classes['nav']} aria-label={t('console.navigation')}>
      {NAVIGATION.map((group) => (
        <div key={group.id}>
          {group.id === 'watch' ? null : <div className={classes['group']}>{t(`console.group.${group.id}`)}</div>}
          {group.items.map(({ id, href, icon: Icon, who = 'records.see' }) => (
            <Link
              key={id}
              href={href}
              className={classes['item']}
              aria-current={isHere(href) ? 'page' : undefined}
              data-denied={rights.includes(who) ? undefined : true}
              data-testid={`nav-${id}`}
            >
              <Icon size={18} stroke={1.7} aria-hidden="true" />
              {t(`console.page.${id}`)}
              {id === 'cases' && openCases > 0 ? (
                <span className={classes['badge']} data-testid="nav-open-cases">
                  {openCases}
                </span>
              ) : null}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}
