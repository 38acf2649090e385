import { Textarea } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { ChoiceList } from '../choices/choice-list.tsx';
import classes from './dialogs.module.css';

export interface ReasonsProps {
  /** Ids of sentences; the last choice is always a text of one's own. */
  readonly reasons: readonly string[];
  /** The reason as it will be recorded; '' for none. */
  readonly onReason: (reason: string) => void;
}

/** A reason by one digit key; typing only for what no list knows. */
export function Reasons({ reasons, onReason }: ReasonsProps): ReactElement {
  const t = useT();
  const [chosen, setChosen] = useState<number | null>(null);
  const [own, setOwn] = useState('');
  const choices = [...reasons, 'shipbridge.reason.other'].map((id) => ({
    key: id,
    label: t(id),
    content: <span>{t(id)}</span>,
  }));
  const choose = (index: number): void => {
    setChosen(index);
    const id = reasons[index];
    onReason(id === undefined ? own.trim() : t(id));
  };
  return (
    <div className={classes['reasons']}>
      <ChoiceList label={t('shipbridge.reason')} choices={choices} chosen={chosen} onChoose={choose} columns={2} />
      {chosen === reasons.length ? (
        <Textarea
          autoFocus
          aria-label={t('shipbridge.reason.own')}
          placeholder={t('shipbridge.reason.own')}
          value={own}
          rows={2}
          onChange={(event) => {
            setOwn(event.currentTarget.value);
            onReason(event.currentTarget.value.trim());
          }}
          data-testid="own-reason"
        />
      ) : null}
    </div>
  );
}
