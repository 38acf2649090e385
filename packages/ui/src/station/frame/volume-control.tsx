import { ActionIcon, Menu, Slider } from '@mantine/core';
import { IconVolume, IconVolume2, IconVolume3 } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { FEEDBACK_LEVELS } from '@serialbridge/protocol/station';
import { useT } from '../../i18n/index.ts';
import { useSession } from '../session/station-provider.tsx';

/** How loud, and what each sound means: pressing a name plays it. */
export function VolumeControl(): ReactElement {
  const t = useT();
  const { sounds } = useSession();
  const [volume, setVolume] = useState(() => sounds.volume);
  const Icon = volume === 0 ? IconVolume3 : volume < 0.5 ? IconVolume2 : IconVolume;
  return (
    <Menu position="bottom-end" width={280} closeOnItemClick={false}>
      <Menu.Target>
        <ActionIcon aria-label={t('ui.volume.label')} title={t('ui.volume.label')}>
          <Icon size={22} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('ui.volume.label')}</Menu.Label>
        <Slider
          m="md"
          size="xl"
          min={0}
          max={1}
          step={0.05}
          value={volume}
          label={(value) => `${Math.round(value * 100)} %`}
          thumbProps={{ 'aria-label': t('ui.volume.label') }}
          onChange={setVolume}
          onChangeEnd={(value) => sounds.setVolume(value)}
        />
        <Menu.Divider />
        <Menu.Label>{t('ui.volume.hear')}</Menu.Label>
        {FEEDBACK_LEVELS.map((level) => (
          <Menu.Item key={level} mih={44} onClick={() => sounds.play(level)}>
            {t(`ui.level.${level}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
