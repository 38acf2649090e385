import { useT } from '@serialbridge/ui/i18n';
import { useEffect, type ReactElement, type ReactNode } from 'react';
import { Link } from 'wouter';
import classes from './page.module.css';

export interface PageProps {
  readonly title: string;
  /** The title is a number or a serial. */
  readonly code?: boolean | undefined;
  /** The list this stands in. */
  readonly back?: { readonly href: string; readonly label: string } | undefined;
  readonly tags?: ReactNode;
  readonly note?: string | undefined;
  readonly actions?: ReactNode;
  /** The whole page scrolls; otherwise its table does. */
  readonly scroll?: boolean | undefined;
  readonly testId?: string | undefined;
  readonly children: ReactNode;
}

export function Page(props: PageProps): ReactElement {
  const { title, code = false, back, tags, note, actions, scroll = false, children } = props;
  const t = useT();
  useEffect(() => {
    document.title = `${title} · ${t('console.name')}`;
  }, [title, t]);
  return (
    <div className={classes['page']} data-scroll={scroll || undefined} data-testid={props.testId}>
      <header className={classes['head']}>
        <div>
          {back === undefined ? null : (
            <Link className={classes['crumb']} href={back.href}>
              ← {back.label}
            </Link>
          )}
          <h1 className={classes['title']} data-code={code || undefined}>
            {title}
          </h1>
        </div>
        {tags}
        {note === undefined ? null : <span className={classes['kicker']}>{note}</span>}
        <div className={classes['actions']}>{actions}</div>
      </header>
      {children}
    </div>
  );
}
