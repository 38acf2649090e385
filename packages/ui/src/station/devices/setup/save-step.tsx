import { TextInput } from '@mantine/core';
import type { ProfileRow } from '@serialbridge/protocol/station';
import { ActionButton } from '../../../components/index.ts';
import { useT } from '../../../i18n/index.ts';
import type { ReactElement } from 'react';
import { linkOf, type DeviceDraft } from '../device-draft.ts';
import { linkWords } from '../link-words.ts';
import { LineFields, LinkFields, type DraftFieldsProps } from './link-fields.tsx';
import type { Learnt } from './own-profile.ts';
import classes from './setup.module.css';

export interface SaveStepProps extends DraftFieldsProps {
  readonly profiles: readonly ProfileRow[];
  readonly learnt: Learnt | null;
  /** Links of a device that is set up already are changed here; those of a new one were typed before. */
  readonly withLink: boolean;
  readonly onOtherProfile: () => void;
}

function profileWords(draft: DeviceDraft, profiles: readonly ProfileRow[], learnt: Learnt | null, own: string): string {
  if (learnt !== null) return own;
  const row = profiles.find(({ profile }) => profile === draft.profile);
  if (row === undefined) return draft.profile ?? '';
  return row.name === row.protocol_title ? row.name : `${row.name} (${row.protocol_title})`;
}

/** Its name, and all that was found once more before it is saved. */
export function SaveStep(props: SaveStepProps): ReactElement {
  const { draft, onChange, faults, profiles, learnt, withLink, onOtherProfile } = props;
  const t = useT();
  const { link } = linkOf(draft);
  return (
    <>
      <TextInput
        label={t('ui.setup.field.name')}
        description={t('ui.setup.name-hint')}
        value={draft.name}
        autoFocus
        autoComplete="off"
        error={faults.some(({ code }) => code === 'ui.setup.fault.name')}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
        data-testid="setup-name"
      />
      <dl className={classes['summary']}>
        <div>
          <dt>{t('ui.setup.step.kind')}</dt>
          <dd>{draft.kind === null ? '' : t(`ui.device-kind.${draft.kind}`)}</dd>
        </div>
        {withLink && draft.fixed === null ? null : (
          <div>
            <dt>{t('ui.setup.step.link')}</dt>
            <dd>{link === null ? '' : linkWords(link, t)}</dd>
          </div>
        )}
        <div>
          <dt>{t('ui.setup.step.speaks')}</dt>
          <dd>
            {profileWords(draft, profiles, learnt, t('ui.setup.learnt-profile'))}{' '}
            <ActionButton
              label={t('ui.setup.other-profile')}
              variant="subtle"
              size="compact-sm"
              onAct={onOtherProfile}
            />
          </dd>
        </div>
      </dl>
      {withLink ? <LinkFields draft={draft} onChange={onChange} faults={faults} /> : null}
      <LineFields draft={draft} onChange={onChange} />
    </>
  );
}
