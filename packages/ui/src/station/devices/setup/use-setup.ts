import type { CallFault, DevicesState, Finding, ProfileRow } from '@serialbridge/protocol/station';
import { useCallback, useEffect, useState } from 'react';
import { useT } from '../../../i18n/index.ts';
import { useCall } from '../../session/use-call.ts';
import { canFindOut, configOf, linkFields, linkOf, type DeviceDraft } from '../device-draft.ts';
import type { FoundScale } from './probe-step.tsx';
import { ownProfile, ownProfileId, ownScaleProfile, type Learnt } from './own-profile.ts';
import { FIND_OUT } from './speaks-step.tsx';

export const SETUP_STEPS = ['kind', 'link', 'speaks', 'find-out', 'save'] as const;
export type SetupStep = (typeof SETUP_STEPS)[number];

export interface Setup {
  readonly step: SetupStep;
  readonly draft: DeviceDraft;
  readonly profiles: readonly ProfileRow[];
  readonly choice: string | null;
  readonly found: FoundScale | null;
  readonly learnt: Learnt | null;
  readonly faults: readonly (Finding | CallFault)[];
  readonly busy: boolean;
  /** Whether there is enough to go on. */
  readonly ready: boolean;
  readonly change: (change: Partial<DeviceDraft>) => void;
  readonly choose: (profile: string) => void;
  readonly deleteProfile: (profile: string) => void;
  readonly setFound: (found: FoundScale) => void;
  readonly setLearnt: (learnt: Learnt) => void;
  readonly goTo: (step: SetupStep) => void;
  /** Null: this was the first step. */
  readonly back: (() => void) | null;
  readonly next: () => void;
}

/** Setting a device up, step by step. Nothing is kept at the station before the last step. */
export function useSetup(begin: DeviceDraft, first: SetupStep, state: DevicesState, onDone: () => void): Setup {
  const t = useT();
  const list = useCall('devices.list_profiles', { aloud: false });
  const saveProfile = useCall('devices.save_profile', { aloud: false });
  const save = useCall('devices.save', { aloud: false });
  const remove = useCall('devices.remove_profile', { aloud: false });
  const [draft, setDraft] = useState(begin);
  const [steps, setSteps] = useState<readonly SetupStep[]>([first]);
  const [profiles, setProfiles] = useState<readonly ProfileRow[]>([]);
  const [chosen, setChosen] = useState<string | null>(begin.profile);
  const [found, setFound] = useState<FoundScale | null>(null);
  const [learnt, setLearnt] = useState<Learnt | null>(null);
  const [wrong, setWrong] = useState<readonly Finding[]>([]);
  const { call: listProfiles } = list;
  useEffect(() => {
    const timer = setTimeout(() => void listProfiles({}).then((result) => setProfiles(result?.profiles ?? [])));
    return () => clearTimeout(timer);
  }, [listProfiles]);

  // Who does not know what it speaks, and that is most people, only has to go on.
  const choice = chosen ?? (canFindOut(draft) ? FIND_OUT : null);
  const step = steps.at(-1) ?? first;
  const goTo = (to: SetupStep): void => {
    setWrong([]);
    setSteps((old) => [...old, to]);
  };
  const change = useCallback((some: Partial<DeviceDraft>): void => {
    setDraft((old) => ({ ...old, ...some }));
  }, []);

  const store = async (): Promise<void> => {
    const { config, faults } = configOf(
      draft,
      state.devices.map(({ device_id: id }) => id),
    );
    setWrong(faults);
    if (config === null) return;
    const id = ownProfileId(
      config.name,
      profiles.map(({ profile }) => profile),
    );
    const base = profiles.find(({ profile }) => profile === found?.profile);
    // found out, and nothing else chosen since
    const isFound = found !== null && base !== undefined && draft.profile === found.profile;
    const scale = isFound ? ownScaleProfile(id, config.name, base.data, config.link, t('ui.setup.found-source')) : null;
    const profile = learnt === null ? scale : ownProfile(id, config.name, learnt, t('ui.setup.learnt-source'));
    if (profile === null) {
      if ((await save.call({ config })) !== null) onDone();
      return;
    }
    // JSON, as its file would be
    if ((await saveProfile.call({ profile: profile as ProfileRow['data'] })) === null) return;
    if ((await save.call({ config: { ...config, profile: id } })) !== null) onDone();
  };

  const deleteProfile = async (profile: string): Promise<void> => {
    if ((await remove.call({ profile })) === null) return;
    setProfiles((old) => old.filter((row) => row.profile !== profile));
    if (chosen === profile) setChosen(null);
  };

  const next = (): void => {
    switch (step) {
      case 'kind':
        goTo(draft.fixed === null ? 'link' : 'speaks');
        break;
      case 'link': {
        const { faults } = linkOf(draft);
        setWrong(faults);
        if (faults.length === 0) goTo('speaks');
        break;
      }
      case 'speaks':
        if (choice === FIND_OUT) {
          setFound(null);
          setLearnt(null);
          goTo('find-out');
        } else {
          setFound(null);
          setLearnt(null);
          change({ profile: choice });
          goTo('save');
        }
        break;
      case 'find-out':
        if (found !== null) change({ ...linkFields(found.link), profile: found.profile });
        goTo('save');
        break;
      case 'save':
        void store();
        break;
    }
  };

  return {
    step,
    draft,
    profiles,
    choice,
    found,
    learnt,
    faults: [...wrong, ...list.faults, ...saveProfile.faults, ...save.faults, ...remove.faults],
    busy: save.busy || saveProfile.busy,
    ready:
      step === 'kind'
        ? draft.kind !== null
        : step === 'speaks'
          ? choice !== null
          : step === 'find-out'
            ? found !== null || learnt !== null
            : true,
    change,
    choose: setChosen,
    deleteProfile: (profile) => void deleteProfile(profile),
    setFound,
    setLearnt,
    goTo,
    back: steps.length === 1 ? null : () => setSteps((old) => old.slice(0, -1)),
    next,
  };
}
