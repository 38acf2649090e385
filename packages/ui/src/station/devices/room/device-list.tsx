import { useT } from '../../../i18n/index.ts';
import { useMainKeys } from '../../../components/index.ts';
import { useEffect, useId, useRef, type KeyboardEvent, type ReactElement } from 'react';
import classes from '../device-list.module.css';
import { DeviceRow } from '../device-row.tsx';
import type { Entry, EntryGroup } from '../entries.ts';

export interface DeviceListProps {
  readonly entries: readonly Entry[];
  readonly selected: string | undefined;
  readonly onSelect: (key: string) => void;
  /** Enter, or a double click. */
  readonly onOpen: () => void;
  /** The row that the last scan came from, and when, so that a second scan of the same flashes again. */
  readonly lit: { readonly key: string; readonly at: number } | null;
}

const GROUPS: readonly EntryGroup[] = ['used', 'attached', 'problems', 'station'];

function toneOf(entry: Entry): 'bad' | 'caution' | undefined {
  if (entry.group === 'problems') return 'bad';
  if (entry.group !== 'used') return undefined;
  const { state, printer_status: status } = entry.device;
  if (state === 'lost' || state === 'error') return 'bad';
  return state === 'opening' || (status?.length ?? 0) > 0 ? 'caution' : undefined;
}

/** Everything attached, by groups. Arrows, Home and End choose; Enter goes to what is shown of the row. */
export function DeviceList({ entries, selected, onSelect, onOpen, lit }: DeviceListProps): ReactElement {
  const t = useT();
  const id = useId();
  const chosen = useRef<HTMLDivElement>(null);
  const index = entries.findIndex(({ key }) => key === selected);
  useEffect(() => {
    if (selected !== undefined) chosen.current?.scrollIntoView({ block: 'nearest' });
  }, [selected]);
  const onKey = (event: Pick<KeyboardEvent, 'key' | 'preventDefault'>): void => {
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: Math.min(entries.length - 1, index + 1),
      ArrowUp: Math.max(0, index - 1),
      Home: 0,
      End: entries.length - 1,
    };
    const to = entries[moves[event.key] ?? -1];
    if (to !== undefined) onSelect(to.key);
    else if (event.key === 'Enter') onOpen();
    else return;
    event.preventDefault();
  };
  useMainKeys(true, onKey);
  return (
    <div
      className={classes['list']}
      role="listbox"
      tabIndex={0}
      aria-label={t('ui.devices.title')}
      aria-activedescendant={index >= 0 ? `${id}-${index}` : undefined}
      onKeyDown={onKey}
    >
      {GROUPS.map((group) => {
        const rows = entries.filter((entry) => entry.group === group);
        return rows.length === 0 ? null : (
          <div key={group} role="group" aria-labelledby={`${id}-${group}`}>
            <div id={`${id}-${group}`} className={classes['group']}>
              {t(`ui.devices.group.${group}`)}
            </div>
            {rows.map((entry) => {
              const isLit = lit?.key === entry.key;
              return (
                <div
                  key={entry.key}
                  ref={entry.key === selected ? chosen : undefined}
                  id={`${id}-${entries.indexOf(entry)}`}
                  role="option"
                  className={classes['row']}
                  aria-selected={entry.key === selected}
                  data-key={entry.key}
                  data-tone={toneOf(entry)}
                  data-lit={isLit || undefined}
                  onClick={() => onSelect(entry.key)}
                  onDoubleClick={onOpen}
                >
                  {isLit ? <span key={lit.at} className={classes['flash']} aria-hidden="true" /> : null}
                  <DeviceRow entry={entry} />
                </div>
              );
            })}
          </div>
        );
      })}
    </div>
  );
}
