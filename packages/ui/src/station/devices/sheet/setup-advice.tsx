import { Tag } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import type { ReactElement } from 'react';
import classes from './setup-sheet.module.css';

const SETTINGS = ['aim', 'suffix', 'control', 'nothing-else'] as const;
const MODES = ['hid-pos', 'com', 'keyboard'] as const;

/** What to set, why, and where the maker's manual has the codes for it: they differ by maker, so none are printed here. */
export function SetupAdvice(): ReactElement {
  const t = useT();
  return (
    <>
      <section>
        <h2 className={classes['title']}>{t('ui.sheet.settings')}</h2>
        <dl className={classes['advice']}>
          {SETTINGS.map((setting) => (
            <div key={setting}>
              <dt>{t(`ui.sheet.set.${setting}`)}</dt>
              <dd>
                {t(`ui.sheet.set.${setting}.why`)} <em>{t(`ui.sheet.set.${setting}.where`)}</em>
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h2 className={classes['title']}>{t('ui.sheet.modes')}</h2>
        <dl className={classes['advice']}>
          {MODES.map((mode, index) => (
            <div key={mode}>
              <dt>
                {t(`ui.sheet.mode.${mode}`)} {index === 0 ? <Tag tone="good">{t('ui.sheet.best')}</Tag> : null}
              </dt>
              <dd>{t(`ui.sheet.mode.${mode}.why`)}</dd>
            </div>
          ))}
        </dl>
        <p className={classes['text']}>{t('ui.sheet.manual')}</p>
      </section>
    </>
  );
}
