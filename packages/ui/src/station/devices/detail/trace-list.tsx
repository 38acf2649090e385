import type { DeviceTrace } from '@serialbridge/protocol/station';
import { useFormat, useT } from '../../../i18n/index.ts';
import { IconArrowLeft, IconArrowRight } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { ControlText } from '../control-text.tsx';
import classes from './trace-list.module.css';
import { spacedHex, visibleBytes } from '../visible-bytes.ts';

/** What goes over the line, newest first: as text, as bytes, and what it was taken for. */
export function TraceList({ traces }: { traces: readonly DeviceTrace[] }): ReactElement {
  const t = useT();
  const format = useFormat();
  return (
    <section className={classes['traces']} aria-label={t('ui.trace.title')}>
      <h3 className={classes['title']}>{t('ui.trace.title')}</h3>
      {traces.length === 0 ? <p className={classes['none']}>{t('ui.trace.none')}</p> : null}
      {/* A list that scrolls must be reachable without a mouse. */}
      <ol className={classes['list']} tabIndex={traces.length === 0 ? -1 : 0} aria-label={t('ui.trace.title')}>
        {traces.map((trace) => (
          <li key={trace.trace_id} className={classes['trace']} data-direction={trace.direction}>
            <time className={classes['time']}>{format.time(trace.at)}</time>
            <span className={classes['direction']}>
              {trace.direction === 'in' ? <IconArrowLeft size={16} /> : <IconArrowRight size={16} />}
              {t(`ui.trace.${trace.direction}`)}
            </span>
            <span className={classes['bytes']}>
              <code>
                <ControlText text={visibleBytes(trace.hex)} />
              </code>
              <code className={classes['hex']}>{spacedHex(trace.hex)}</code>
            </span>
            <span className={classes['meaning']} data-code={trace.meaning?.code}>
              {trace.meaning === null ? null : <ControlText text={t(trace.meaning)} />}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
