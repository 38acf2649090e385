import { commandOf } from '@serialbridge/core/scan';
import type { IdentifiedScan } from '@serialbridge/protocol/station';
import { IconPrinter, IconRefresh } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { createPortal } from 'react-dom';
import { ActionButton, Dialog, Tag } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import paper from '../../scan/command-sheet.module.css';
import { useScanTaker, useSession } from '../../session/station-provider.tsx';
import { checkSetupScan, setupCodeOf, type SetupResults, type SetupScan } from '../check-setup-scan.ts';
import { visibleText } from '../visible-bytes.ts';
import { SetupCodes } from './setup-codes.tsx';
import classes from './setup-sheet.module.css';

const SETTINGS = ['aim', 'suffix', 'control', 'nothing-else'] as const;
const MODES = ['hid-pos', 'com', 'keyboard'] as const;

/** What to set, why, and where the maker's manual has the codes for it: they differ by maker, so none are printed here. */
function SetupAdvice(): ReactElement {
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

interface Checked {
  readonly results: SetupResults;
  /** A scan that is none of the sheet's codes. */
  readonly other: string | null;
}

const NOTHING: Checked = { results: {}, other: null };

function withScan(old: Checked, scan: SetupScan): Checked {
  const code = setupCodeOf(scan.text);
  if (code === null) return { ...old, other: scan.text };
  return { results: { ...old.results, [code.id]: checkSetupScan(code, scan) }, other: null };
}

/** How to set a scanner up, to be printed and kept beside it; and on the screen at once whether it is. */
export function SetupSheet({ scan, onClose }: { scan: IdentifiedScan | null; onClose: () => void }): ReactElement {
  const t = useT();
  const session = useSession();
  const [checked, setChecked] = useState(NOTHING);
  const [seen, setSeen] = useState(scan?.at ?? 0);
  // A keyboard scanner comes by the page, every other one by the host.
  if (scan !== null && scan.at > seen) {
    setSeen(scan.at);
    setChecked((old) => withScan(old, scan));
  }
  useScanTaker(({ text, aim_id }) => {
    if (commandOf(text) === 'CANCEL') onClose();
    else
      setChecked((old) => withScan(old, { text, aim_id, without_suffix: session.scanner.getState().without_suffix }));
  });
  return (
    <>
      <Dialog
        opened
        onClose={onClose}
        title={t('ui.sheet.title')}
        width="62rem"
        actions={
          <>
            <ActionButton
              label={t('ui.sheet.again')}
              keys="F5"
              icon={<IconRefresh size={20} />}
              onAct={() => setChecked(NOTHING)}
            />
            <ActionButton
              label={t('ui.print')}
              keys="Ctrl+P"
              variant="filled"
              icon={<IconPrinter size={20} />}
              onAct={() => window.print()}
            />
          </>
        }
      >
        <SetupCodes results={checked.results} />
        <p className={classes['other']} role="status">
          {checked.other === null ? '' : t('ui.sheet.other', { text: visibleText(checked.other) })}
        </p>
        <SetupAdvice />
      </Dialog>
      {createPortal(
        <div className={`${paper['paper']} ${classes['paper']}`} data-print-sheet>
          <h1>{t('ui.sheet.title')}</h1>
          <SetupAdvice />
          <SetupCodes results={null} />
        </div>,
        document.body,
      )}
    </>
  );
}
