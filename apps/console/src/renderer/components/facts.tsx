import type { ReactElement, ReactNode } from 'react';
import classes from './facts.module.css';

/** Names with their values; a value that is not there is a dash, so that the place of the others never changes. */
export function Facts({ items }: { items: readonly (readonly [string, ReactNode])[] }): ReactElement {
  return (
    <dl className={classes['facts']}>
      {items.map(([name, value]) => (
        <div key={name}>
          <dt className={classes['name']}>{name}</dt>
          <dd className={classes['value']}>{value ?? '–'}</dd>
        </div>
      ))}
    </dl>
  );
}
