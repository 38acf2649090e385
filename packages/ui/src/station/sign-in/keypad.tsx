import { IconBackspace } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useT } from '../../i18n/index.ts';
import classes from './keypad.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Digits for fingers in gloves. */
export function Keypad({
  onDigit,
  onErase,
  onClear,
}: {
  onDigit: (digit: string) => void;
  onErase: () => void;
  onClear: () => void;
}): ReactElement {
  const t = useT();
  return (
    <div className={classes['pad']}>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" className={classes['key']} onClick={() => onDigit(digit)}>
          {digit}
        </button>
      ))}
      <button type="button" className={classes['key']} data-small onClick={onClear}>
        {t('ui.keypad.clear')}
      </button>
      <button type="button" className={classes['key']} onClick={() => onDigit('0')}>
        0
      </button>
      <button type="button" className={classes['key']} aria-label={t('ui.keypad.erase')} onClick={onErase}>
        <IconBackspace size={28} />
      </button>
    </div>
  );
}
