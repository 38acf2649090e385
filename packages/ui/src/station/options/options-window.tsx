import { Tabs } from '@mantine/core';
import type { MethodResult, OptionRow } from '@serialbridge/protocol/station';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { ActionButton, CodeText, Dialog, EmptyState, FaultList, Tag } from '../../components/index.ts';
import { useT } from '../../i18n/index.ts';
import { DialogScans } from '../scan/dialog-scans.tsx';
import { OptionField, type OptionValue } from './option-field.tsx';
import classes from './options-window.module.css';
import { useStation } from '../session/station-provider.tsx';
import { useCall } from '../session/use-call.ts';

function OptionsForm({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const { call: list, faults: listFaults } = useCall('station.list_options', { aloud: false });
  const { call: change, busy, faults } = useCall('station.change_options', { aloud: false });
  const [options, setOptions] = useState<readonly OptionRow[]>([]);
  const [drafts, setDrafts] = useState<Readonly<Record<string, OptionValue>>>({});
  const load = useCallback(async () => {
    const result = await list({});
    if (result !== null) setOptions(result.options);
  }, [list]);
  useEffect(() => {
    const timer = setTimeout(() => void load());
    return () => clearTimeout(timer);
  }, [load]);
  const groups = useMemo(() => [...Map.groupBy(options, (option) => option.group)], [options]);
  const changes = Object.entries(drafts);
  const save = async (): Promise<void> => {
    const done = await change({ changes: changes.map(([key, value]) => ({ level: 'station', key, value })) });
    if (done === null) return;
    setDrafts({});
    await load();
  };
  const first = groups[0]?.[0];
  const isReadOnly = options.length > 0 && options.every((option) => !option.may_change);
  return (
    <>
      <DialogScans onCancel={onClose} onOk={() => void save()} />
      {first === undefined ? (
        <EmptyState title={t('ui.options.none')} />
      ) : (
        <Tabs key={first} defaultValue={first} className={classes['tabs']} orientation="vertical">
          <Tabs.List className={classes['tab-list']}>
            {groups.map(([group, rows]) => (
              <Tabs.Tab key={group} value={group} mih={44}>
                {t(`group.${group}`)} ({rows.length})
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {groups.map(([group, rows]) => (
            <Tabs.Panel key={group} value={group} className={classes['pane']}>
              {rows.map((option) => (
                <OptionField
                  key={option.key}
                  option={option}
                  draft={drafts[option.key]}
                  onChange={(value) => setDrafts((old) => ({ ...old, [option.key]: value }))}
                />
              ))}
            </Tabs.Panel>
          ))}
        </Tabs>
      )}
      <SealNote />
      <CentralKeyNote />
      <FaultList faults={[...listFaults, ...faults]} />
      <footer className={classes['foot']}>
        <span>{t(isReadOnly ? 'ui.options.read-only' : 'ui.options.changed', { count: changes.length })}</span>
        <ActionButton label={t('ui.cancel')} onAct={onClose} />
        <ActionButton
          label={t('ui.options.save')}
          keys="Ctrl+S"
          variant="filled"
          icon={<IconDeviceFloppy size={20} />}
          disabled={changes.length === 0}
          busy={busy}
          onAct={() => void save()}
        />
      </footer>
    </>
  );
}

/** What keeps the key of this station's secrets; amber where that is only a file. Nothing for whoever may not see diagnostics. */
function SealNote(): ReactElement | null {
  const t = useT();
  const { call } = useCall('station.diagnostics', { aloud: false });
  const [seal, setSeal] = useState<Pick<MethodResult<'station.diagnostics'>, 'sealed_by' | 'seal_detail'> | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => void call({}).then(setSeal));
    return () => clearTimeout(timer);
  }, [call]);
  if (seal === null) return null;
  return (
    <p className={classes['seal']} data-testid="seal">
      <Tag tone={seal.sealed_by === 'key-file' ? 'caution' : 'good'}>
        {t(seal.sealed_by === 'key-file' ? 'ui.seal.file-only' : 'ui.seal.sealed')}
      </Tag>
      <span>{t(`ui.seal.${seal.sealed_by}`, { detail: seal.seal_detail ?? '' })}</span>
    </p>
  );
}

/** The key that this station knows central by, to be compared with what the console shows. */
function CentralKeyNote(): ReactElement | null {
  const t = useT();
  const fingerprint = useStation()?.station?.central_fingerprint ?? null;
  if (fingerprint === null) return null;
  return (
    <p className={classes['seal']} data-testid="central-key">
      <span className={classes['key']}>
        {t('ui.central-key')} <CodeText value={fingerprint} />
      </span>
      <span>{t('ui.central-key-why')}</span>
    </p>
  );
}

/** Menu > Options: made from what the host lists, which is made from the one declaration. Shows where each value comes from. */
export function OptionsWindow({ opened, onClose }: { opened: boolean; onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <Dialog opened={opened} onClose={onClose} title={t('ui.options.title')} width="68rem" height="36rem">
      <OptionsForm onClose={onClose} />
    </Dialog>
  );
}
