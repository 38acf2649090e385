import { Button, TextInput } from '@mantine/core';
import type { PolicyValueRow } from '@serialbridge/core/model';
import { effectivePolicy, isPolicyKey } from '@serialbridge/core/policy';
import type { PolicyKeyView, PolicyView } from '@serialbridge/protocol/central';
import { EmptyState } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useMemo, useState, type ReactElement } from 'react';
import { useAct, useRead } from '../../api/use-read.ts';
import { Loaded } from '../../components/loaded.tsx';
import { ADDRESS } from '../../components/addresses.ts';
import { ChangesLink } from '../../components/changes-link.tsx';
import { Page } from '../../components/page.tsx';
import { ProblemView } from '../../components/problem-view.tsx';
import { OptionRow } from './option-row.tsx';
import { LevelPicker } from './level-picker.tsx';
import { levelsAt, valueHere, withDraft, type ChosenLevel, type Draft } from './policy-level.ts';
import classes from './policy-page.module.css';

const TENANT: ChosenLevel = { level: 'tenant', level_id: '' };
const NOTHING: Draft = new Map();

/** Every option there is, made from its declaration: one list, and no second one. */
export function PolicyPage(): ReactElement {
  const t = useT();
  const read = useRead(['policy'], (central) => central.call('policy.get'));
  return (
    <Loaded read={read} title={t('console.page.policy')}>
      {(view) => <PolicyPages view={view} />}
    </Loaded>
  );
}

function PolicyPages({ view }: { view: PolicyView }): ReactElement {
  const t = useT();
  const stations = useRead(['stations'], (central) => central.call('stations.list')).data?.rows ?? [];
  const [at, setAt] = useState<ChosenLevel>(TENANT);
  const [draft, setDraft] = useState<Draft>(NOTHING);
  const [chosen, setChosen] = useState<string | null>(null);
  const [words, setWords] = useState('');
  const levels = useMemo(() => new Set(view.keys.flatMap((key) => key.levels)), [view]);
  const groups = [...new Set(view.keys.map((key) => key.group))];
  const group = chosen ?? groups[0];
  const sought = words.trim().toLowerCase();
  const shown = view.keys.filter((key) =>
    sought === ''
      ? key.group === group
      : [key.key, t(key.label_key), key.meaning].some((text) => text.toLowerCase().includes(sought)),
  );
  const save = useAct(
    (
      central,
      changes: { level: ChosenLevel['level']; level_id: string; key: string; value: PolicyValueRow['value'] }[],
    ) => central.call('policy.change', { body: { changes } }),
  );
  const submit = (): void =>
    save.mutate(
      [...draft].map(([key, value]) => ({ ...at, key, value })),
      { onSuccess: () => setDraft(NOTHING) },
    );
  const chooseLevel = (next: ChosenLevel): void => {
    setAt(next);
    setDraft(NOTHING);
    save.reset();
  };
  return (
    <Page
      title={t('console.page.policy')}
      note={t('console.policy.version', { version: view.policy_version })}
      actions={
        <>
          <ChangesLink href={ADDRESS.audit_of_options} />
          {draft.size > 0 ? (
            <Button variant="default" onClick={() => setDraft(NOTHING)}>
              {t('console.policy.discard')}
            </Button>
          ) : null}
          <Button
            variant="filled"
            disabled={draft.size === 0}
            loading={save.isPending}
            onClick={submit}
            data-testid="policy-save"
          >
            {t('console.policy.save', { count: draft.size })}
          </Button>
        </>
      }
      testId="policy-page"
    >
      <div className={classes['bar']}>
        <LevelPicker at={at} stations={stations} levels={levels} onChange={chooseLevel} />
        <TextInput
          placeholder={t('console.policy.find')}
          aria-label={t('console.policy.find')}
          w="16rem"
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
          data-testid="policy-find"
        />
      </div>
      <ProblemView error={save.error} />
      <div className={classes['body']}>
        <nav className={classes['groups']} aria-label={t('console.policy.groups')}>
          <Groups
            groups={groups}
            current={sought === '' ? group : undefined}
            onChoose={(next) => {
              setChosen(next);
              setWords('');
            }}
          />
        </nav>
        <div className={classes['options']}>
          {shown.length === 0 ? <EmptyState title={t('console.policy.none')} /> : null}
          <Options view={view} keys={shown} at={at} draft={draft} stations={stations} onDraft={setDraft} />
        </div>
      </div>
    </Page>
  );
}

interface OptionsProps {
  readonly view: PolicyView;
  readonly keys: readonly PolicyKeyView[];
  readonly at: ChosenLevel;
  readonly draft: Draft;
  readonly stations: Parameters<typeof levelsAt>[1];
  readonly onDraft: (draft: Draft) => void;
}

function Options({ view, keys, at, draft, stations, onDraft }: OptionsProps): ReactElement {
  const values = withDraft(view.values, at, draft);
  const effective = effectivePolicy(values, levelsAt(at, stations));
  const change = (key: string, value: PolicyValueRow['value']): void => {
    const next = new Map(draft);
    const before = valueHere(view.values, at, key);
    // Back to what it was: nothing to save.
    if (value === (before ?? null)) next.delete(key);
    else next.set(key, value);
    onDraft(next);
  };
  return (
    <>
      {keys.map((option) => (
        <OptionRow
          key={option.key}
          option={option}
          at={at}
          value={
            isPolicyKey(option.key) ? effective.get(option.key) : (valueHere(values, at, option.key) ?? option.default)
          }
          source={isPolicyKey(option.key) ? effective.source(option.key) : 'default'}
          changed={draft.has(option.key)}
          elsewhere={
            view.values.filter(
              (row) => row.key === option.key && (row.level !== at.level || row.level_id !== at.level_id),
            ).length
          }
          onChange={(value) => change(option.key, value)}
        />
      ))}
    </>
  );
}

interface GroupsProps {
  readonly groups: readonly string[];
  readonly current: string | undefined;
  readonly onChoose: (group: string) => void;
}

/** Groups under the area they act in: `receiving.labels` under receiving. */
function Groups({ groups, current, onChoose }: GroupsProps): ReactElement {
  const t = useT();
  return (
    <>
      {groups.map((group, index) => {
        const area = group.split('.')[0] ?? group;
        const first = index === 0 || groups[index - 1]?.split('.')[0] !== area;
        return (
          <div key={group}>
            {first ? <div className={classes['section']}>{t(`console.area.${area}`)}</div> : null}
            <button
              type="button"
              className={classes['group']}
              aria-current={group === current ? 'true' : undefined}
              onClick={() => onChoose(group)}
              data-testid={`policy-group-${group}`}
            >
              {t(`group.${group}`)}
            </button>
          </div>
        );
      })}
    </>
  );
}
