import type { DeviceRow, PrintJob } from '@serialbridge/protocol/station';
import { ActionButton, FaultList, Tag, type Tone } from '../../../components/index.ts';
import { useFormat, useT } from '../../../i18n/index.ts';
import { IconAlertTriangle, IconCircleCheck, IconPrinter, IconRefresh, IconTag } from '@tabler/icons-react';
import { useState, type ReactElement } from 'react';
import { PrintLabel } from '../../units/print-label.tsx';
import { useCall } from '../../session/use-call.ts';
import classes from './device-detail.module.css';
import { printerAdvice, printerWords } from '../printer-words.ts';

const TONES: Readonly<Record<PrintJob['state'], Tone>> = {
  waiting: 'neutral',
  sending: 'accent',
  sent: 'done',
  printed: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};

function Job({ deviceId, job }: { deviceId: string; job: PrintJob }): ReactElement {
  const t = useT();
  const format = useFormat();
  const cancel = useCall('devices.cancel_job', { aloud: false });
  const retry = useCall('devices.retry_job', { aloud: false });
  const which = { device_id: deviceId, job_id: job.job_id };
  return (
    <li className={classes['job']} data-state={job.state} data-testid="print-job">
      <span className={classes['job-words']}>
        <strong>
          {job.copies > 1 ? t('ui.printer.copies-of', { title: job.title, count: job.copies }) : job.title}
        </strong>
        <span className={classes['quiet']}>{format.time(job.queued_at)}</span>
      </span>
      <Tag tone={TONES[job.state]}>{t(`ui.job.${job.state}`)}</Tag>
      <span className={classes['job-act']}>
        {job.state === 'waiting' ? (
          <ActionButton
            label={t('ui.job.cancel')}
            variant="subtle"
            busy={cancel.busy}
            onAct={() => void cancel.call(which)}
          />
        ) : null}
        {job.state === 'failed' || job.state === 'cancelled' ? (
          <ActionButton
            label={t('ui.job.retry')}
            variant="subtle"
            busy={retry.busy}
            onAct={() => void retry.call(which)}
          />
        ) : null}
      </span>
      <div className={classes['job-faults']}>
        <FaultList faults={[...(job.finding === null ? [] : [job.finding]), ...cancel.faults, ...retry.faults]} />
      </div>
    </li>
  );
}

function Status({ conditions }: { conditions: readonly string[] | null }): ReactElement {
  const t = useT();
  if (conditions === null) return <p className={classes['quiet']}>{t('ui.printer.no-status')}</p>;
  if (conditions.length === 0)
    return (
      <p className={classes['status']} data-tone="good">
        <IconCircleCheck size={24} aria-hidden="true" /> {t('ui.printer.ready')}
      </p>
    );
  return (
    <ul className={classes['conditions']} data-testid="printer-status">
      {conditions.map((condition) => (
        <li key={condition} className={classes['status']} data-tone="caution">
          <IconAlertTriangle size={24} aria-hidden="true" />
          <span>
            <strong>{printerWords([condition], t)}.</strong> {printerAdvice(condition, t)}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** How the printer is, what waits for it, and labels to try it with. */
export function PrinterDetail({ device }: { device: DeviceRow }): ReactElement {
  const t = useT();
  const { device_id } = device;
  const [printing, setPrinting] = useState(false);
  const test = useCall('devices.print_test', { aloud: false });
  const status = useCall('devices.printer_status', { aloud: false });
  return (
    <>
      <div className={classes['card']}>
        <Status conditions={device.printer_status} />
        <div className={classes['actions']}>
          <ActionButton
            label={t('ui.printer.test')}
            keys="F8"
            variant="filled"
            icon={<IconPrinter size={20} />}
            busy={test.busy}
            onAct={() => void test.call({ device_id })}
          />
          <ActionButton
            label={t('ui.printer.ask')}
            keys="F9"
            icon={<IconRefresh size={20} />}
            busy={status.busy}
            onAct={() => void status.call({ device_id })}
          />
          <ActionButton
            label={t('ui.label.print')}
            keys="F4"
            icon={<IconTag size={20} />}
            onAct={() => setPrinting(true)}
          />
        </div>
        <FaultList faults={[...test.faults, ...status.faults]} />
      </div>
      <section className={classes['queue']} aria-label={t('ui.printer.queue')}>
        <h3 className={classes['section']}>{t('ui.printer.queue')}</h3>
        {device.jobs.length === 0 ? <p className={classes['quiet']}>{t('ui.printer.queue-empty')}</p> : null}
        <ul className={classes['jobs']}>
          {device.jobs.map((job) => (
            <Job key={job.job_id} deviceId={device_id} job={job} />
          ))}
        </ul>
      </section>
      <PrintLabel opened={printing} onClose={() => setPrinting(false)} deviceId={device_id} />
    </>
  );
}
