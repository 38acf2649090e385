import type { ReactElement } from 'react';
import { useT } from '../i18n/index.ts';
import { PairingForm } from './pairing-form.tsx';
import classes from './sign-in.module.css';

/** Joins this computer to central, once. */
export function Pairing(): ReactElement {
  const t = useT();
  return (
    <main className={classes['page']}>
      <section className={classes['intro']}>
        <h1 className={classes['title']}>{t('ui.pairing.title')}</h1>
        <p className={classes['hint']}>{t('ui.pairing.how')}</p>
      </section>
      <PairingForm />
    </main>
  );
}
