import { Button, TextInput } from '@mantine/core';
import type { ProfileRow } from '@serialbridge/protocol/station';
import { IconSearch, IconZoomQuestion } from '@tabler/icons-react';
import { type ReactElement, useState } from 'react';
import { EmptyState, Tag } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import { canFindOut, type DeviceDraft, linkTypeOf } from '../device-draft.ts';
import { Choice } from './choice.tsx';
import classes from './setup.module.css';

/** Marks a profile made at this station, and deletes it: pressed twice, for there is no way back. */
function OwnProfileTag({ name, onDelete }: { name: string; onDelete: () => void }): ReactElement {
  const t = useT();
  const [sure, setSure] = useState(false);
  return (
    <>
      <Tag tone="accent">{t('ui.setup.own')}</Tag>
      <Button
        variant="subtle"
        size="compact-sm"
        aria-label={t(sure ? 'ui.setup.delete-sure' : 'ui.setup.delete-named', { name })}
        onBlur={() => setSure(false)}
        onClick={() => {
          if (sure) onDelete();
          else setSure(true);
        }}
      >
        {t(sure ? 'ui.setup.delete-sure' : 'ui.setup.delete', { name })}
      </Button>
    </>
  );
}

export interface SpeaksStepProps {
  readonly draft: DeviceDraft;
  readonly profiles: readonly ProfileRow[];
  /** `find-out`: let the station find it out. */
  readonly chosen: string | null;
  readonly onChoose: (profile: string) => void;
  /** Deletes a profile of this station's own. */
  readonly onDelete: (profile: string) => void;
}

export const FIND_OUT = 'find-out';

/** What does it speak? Known profiles, or let the station find out: a scale is asked in every language, a scanner reads a known code. */
export function SpeaksStep({ draft, profiles, chosen, onChoose, onDelete }: SpeaksStepProps): ReactElement {
  const t = useT();
  const [search, setSearch] = useState('');
  const type = linkTypeOf(draft);
  const words = search.toLowerCase().split(' ');
  const fitting = profiles.filter(
    ({ kind, links, name, protocol_title: title, profile }) =>
      kind === draft.kind &&
      links.includes(type) &&
      words.every((word) => `${name} ${title} ${profile}`.toLowerCase().includes(word)),
  );
  return (
    <>
      <TextInput
        label={t('ui.setup.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        leftSection={<IconSearch size={18} />}
        autoComplete="off"
        spellCheck={false}
        data-testid="setup-search"
      />
      <div className={classes['choices']} role="radiogroup" aria-label={t('ui.setup.step.speaks')}>
        {canFindOut(draft) ? (
          <Choice
            group="profile"
            checked={chosen === FIND_OUT}
            focus={chosen === FIND_OUT}
            onChoose={() => onChoose(FIND_OUT)}
            title={t(`ui.setup.find-out.${draft.kind ?? 'scanner'}`)}
            hint={t(`ui.setup.find-out.${draft.kind ?? 'scanner'}.hint`)}
            icon={<IconZoomQuestion size={28} aria-hidden="true" />}
          />
        ) : null}
        {fitting.map((profile) => (
          <Choice
            key={profile.profile}
            group="profile"
            checked={chosen === profile.profile}
            focus={chosen === profile.profile}
            onChoose={() => onChoose(profile.profile)}
            title={profile.name}
            hint={
              profile.protocol_title === profile.name ? profile.source : `${profile.protocol_title} · ${profile.source}`
            }
            aside={
              profile.own ? <OwnProfileTag name={profile.name} onDelete={() => onDelete(profile.profile)} /> : undefined
            }
          />
        ))}
        {fitting.length === 0 ? (
          <EmptyState title={t('ui.setup.no-profile')} hint={t('ui.setup.no-profile-hint')} />
        ) : null}
      </div>
    </>
  );
}
