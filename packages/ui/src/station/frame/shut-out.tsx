import { IconDownload, IconHandStop, IconLink, IconPlugConnectedX } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { ActionButton, Dialog } from '../../components/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import { DialogScans } from '../scan/dialog-scans.tsx';
import { PairingForm } from '../sign-in/pairing.tsx';
import classes from './shut-out.module.css';
import { useStation } from '../session/station-provider.tsx';
import { useExportOutbox } from './use-export-outbox.ts';

const FOREIGN = 'sync.foreign-central';

/**
 * Central takes nothing from this station any more, or what answers in its place is not central: says that nothing is lost, and the ways
 * on. Null while all is well.
 */
export function ShutOut(): ReactElement | null {
  const sync = useStation()?.sync;
  if (sync?.state === 'revoked' || sync?.problem?.code === FOREIGN) return <ShutOutPanel />;
  return sync?.refused === true ? <RefusedPanel /> : null;
}

/** What waits here is safe; once it was saved to a file, how many events that were and where the file goes. */
function Kept({ words, saved }: { words: string; saved: number | null }): ReactElement {
  const t = useT();
  const format = useFormat();
  const backlog = useStation()?.sync.backlog ?? 0;
  return (
    <p role="status">
      {saved === null
        ? t(words, { count: backlog, n: format.count(backlog) })
        : `${t('ui.outbox.saved', { count: saved, n: format.count(saved) })} ${saved === 0 ? '' : t('ui.outbox.carry')}`}
    </p>
  );
}

function SaveButton({ outbox }: { outbox: ReturnType<typeof useExportOutbox> }): ReactElement {
  const t = useT();
  return (
    <ActionButton
      label={t('ui.outbox.save')}
      keys="Alt+U"
      icon={<IconDownload size={20} />}
      busy={outbox.busy}
      onAct={() => void outbox.save()}
    />
  );
}

/** Central answers, and takes nothing: too much of the station's is held, or it cannot read an event. Only a person can help. */
function RefusedPanel(): ReactElement {
  const t = useT();
  const station = useStation();
  const outbox = useExportOutbox();
  const sync = station?.sync;
  return (
    <section className={classes['panel']} aria-label={t('ui.refused.title')} data-testid="push-refused">
      <IconHandStop size={30} className={classes['icon']} aria-hidden="true" />
      <div className={classes['words']}>
        <strong>{t(sync?.problem ?? { code: 'ui.refused.title', params: {} })}</strong>
        <Kept words="ui.refused.kept" saved={outbox.saved} />
      </div>
      {station?.operator === null ? null : (
        <div className={classes['actions']}>
          <SaveButton outbox={outbox} />
        </div>
      )}
    </section>
  );
}

function ShutOutPanel(): ReactElement {
  const t = useT();
  const sync = useStation()?.sync;
  const outbox = useExportOutbox();
  const [pairing, setPairing] = useState(false);
  const close = (): void => setPairing(false);
  return (
    <section className={classes['panel']} aria-label={t('ui.sync.revoked')} data-testid="shut-out">
      <IconPlugConnectedX size={30} className={classes['icon']} aria-hidden="true" />
      <div className={classes['words']}>
        <strong>{t(sync?.problem ?? { code: 'ui.sync.revoked', params: {} })}</strong>
        <Kept words="ui.shut-out.kept" saved={outbox.saved} />
      </div>
      <div className={classes['actions']}>
        <SaveButton outbox={outbox} />
        <ActionButton
          label={t('ui.shut-out.pair-again')}
          keys="Alt+P"
          variant="filled"
          icon={<IconLink size={20} />}
          onAct={() => setPairing(true)}
        />
      </div>
      <Dialog opened={pairing} onClose={close} title={t('ui.shut-out.pair-again')} width="34rem">
        <DialogScans onCancel={close} />
        <div className={classes['dialog']}>
          {sync?.problem?.code === FOREIGN ? <strong>{t('ui.shut-out.pair-foreign')}</strong> : null}
          <p>{t('ui.shut-out.pair-how')}</p>
          <PairingForm
            central_url={sync?.central_url ?? ''}
            needs_approval={sync?.problem?.code !== 'station.revoked'}
            onPaired={close}
          />
        </div>
      </Dialog>
    </section>
  );
}
