import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { CodeText, KeyHint } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactElement } from 'react';
import { Link, useLocation } from 'wouter';
import { useRead } from '../api/use-read.ts';
import { ProblemView } from '../components/problem-view.tsx';
import classes from './global-search.module.css';
import { findHits } from './search-hits.ts';

const PAUSE_MS = 180;

/** Serials and numbers of every kind, from anywhere: `/`, type or scan, Enter. */
export function GlobalSearch(): ReactElement {
  const t = useT();
  const id = useId();
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState('');
  const [opened, setOpened] = useState(false);
  const [current, setCurrent] = useState(0);
  const [text] = useDebouncedValue(typed.trim(), PAUSE_MS);
  const found = useRead(['search', text], (central) => findHits(central, text), { enabled: text !== '' });
  const hits = found.data ?? [];
  const settled = text === typed.trim() && !found.isFetching;
  /** Enter came before the answer, as from a scanner: the first hit is opened when it is there. */
  const [eager, setEager] = useState(false);
  useSlash(() => input.current?.select());

  const open = (href: string): void => {
    navigate(href);
    setOpened(false);
    setEager(false);
    setTyped('');
    input.current?.blur();
  };
  useEffect(() => {
    if (!eager || !settled) return;
    setEager(false);
    const [first] = hits;
    if (first !== undefined) open(first.href);
    // Runs when the awaited answer is there.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [eager, settled]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown') setCurrent(Math.min(hits.length - 1, current + 1));
    else if (event.key === 'ArrowUp') setCurrent(Math.max(0, current - 1));
    else if (event.key === 'Escape') {
      setOpened(false);
      input.current?.blur();
    } else if (event.key === 'Enter') {
      const hit = hits[current];
      if (settled && hit !== undefined) open(hit.href);
      else setEager(!settled);
    } else return;
    event.preventDefault();
  };
  return (
    <div className={classes['search']} role="search">
      <TextInput
        ref={input}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setCurrent(0);
          setOpened(true);
        }}
        onFocus={() => setOpened(true)}
        onBlur={() => setTimeout(() => setOpened(false), 150)}
        onKeyDown={onKeyDown}
        placeholder={t('console.search.placeholder')}
        aria-label={t('console.search.placeholder')}
        role="combobox"
        aria-expanded={opened && text !== ''}
        aria-controls={`${id}-hits`}
        aria-activedescendant={`${id}-${current}`}
        spellCheck={false}
        autoComplete="off"
        leftSection={<IconSearch size={17} />}
        rightSection={<KeyHint keys="/" />}
        data-testid="global-search"
      />
      {opened && text !== '' ? (
        <div className={classes['results']} id={`${id}-hits`} role="listbox" aria-label={t('console.search.results')}>
          <ProblemView error={found.error} />
          {hits.length === 0 && !found.isError ? (
            <p className={classes['none']}>{settled ? t('console.search.none', { text }) : t('console.loading')}</p>
          ) : null}
          {hits.map((hit, index) => (
            <div key={`${hit.kind}-${hit.id}`}>
              {index > 0 && hits[index - 1]?.kind === hit.kind ? null : (
                <div className={classes['group']}>{t(`console.page.${hit.kind}`)}</div>
              )}
              <Link
                href={hit.href}
                id={`${id}-${index}`}
                role="option"
                aria-selected={index === current}
                className={classes['hit']}
                onMouseEnter={() => setCurrent(index)}
                onClick={() => open(hit.href)}
                data-testid="search-hit"
              >
                <CodeText value={hit.code} size="sm" />
                <span className={classes['rest']}>{hit.text}</span>
              </Link>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

/** `/` goes to the search from anywhere but a field that takes text. */
function useSlash(act: () => void): void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      const typing =
        event.target instanceof HTMLElement &&
        (event.target.isContentEditable || event.target.matches('input, textarea, select'));
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
