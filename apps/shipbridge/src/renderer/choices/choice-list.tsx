import { KeyHint, useShortcut } from '@serialbridge/ui/components';
import type { ReactElement, ReactNode } from 'react';
import classes from './choice-list.module.css';

export interface Choice {
  readonly key: string;
  /** As the help of keys lists it. */
  readonly label: string;
  readonly content: ReactNode;
}

function ChoiceRow({
  choice,
  index,
  chosen,
  onChoose,
}: {
  choice: Choice;
  index: number;
  chosen: boolean;
  onChoose: (index: number) => void;
}): ReactElement {
  const keys = index < 9 ? String(index + 1) : undefined;
  useShortcut(keys, choice.label, () => onChoose(index));
  return (
    <li>
      <button
        type="button"
        role="radio"
        aria-checked={chosen}
        className={classes['choice']}
        onClick={() => onChoose(index)}
        data-testid="choice"
        data-key={choice.key}
      >
        <span className={classes['digit']}>{keys === undefined ? null : <KeyHint keys={keys} />}</span>
        {choice.content}
      </button>
    </li>
  );
}

export interface ChoiceListProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
  /** Side by side, for short words. */
  readonly columns?: 1 | 2;
}

/** A list to choose from by its digits, by touch, or by Tab and Space. */
export function ChoiceList({ label, choices, chosen, onChoose, columns = 1 }: ChoiceListProps): ReactElement {
  return (
    <ul className={classes['choices']} role="radiogroup" aria-label={label} data-columns={columns}>
      {choices.map((choice, index) => (
        <ChoiceRow key={choice.key} choice={choice} index={index} chosen={index === chosen} onChoose={onChoose} />
      ))}
    </ul>
  );
}
