import type { Feedback } from '@serialbridge/protocol/station';
import type { ReactElement, ReactNode } from 'react';
import { CodeText } from '../../components/index.ts';
import { useFormat, useT } from '../../i18n/index.ts';
import classes from './feedback-banner.module.css';
import { useFeedback, useSession } from '../session/station-provider.tsx';
import { scannedText } from './scanned-text.ts';
import { VerdictMark } from './verdict-mark.tsx';

/** Long sentences get smaller letters rather than more room: the banner's height never changes. */
function lengthOf(sentence: string): 'short' | 'medium' | 'long' {
  if (sentence.length <= 34) return 'short';
  return sentence.length <= 80 ? 'medium' : 'long';
}

/** A serial or SKU is not torn at its hyphen: the eye compares it with what is printed on the box. */
const CODE_LIMIT = 20;
function wholeWords(sentence: string): ReactNode[] {
  return sentence.split(/( )/u).map((word, index) =>
    word.includes('-') && word.length <= CODE_LIMIT ? (
      // The same word may stand twice; its place is its only name.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={index} className={classes['whole']}>
        {word}
      </span>
    ) : (
      word
    ),
  );
}

function Verdict({ feedback, action }: { feedback: Feedback; action: ReactNode }): ReactElement {
  const t = useT();
  const format = useFormat();
  const headline = t(feedback.headline);
  const findings = feedback.findings.filter(
    (finding) => finding.code !== feedback.headline.code || t(finding) !== headline,
  );
  return (
    <>
      <VerdictMark level={feedback.level} className={classes['mark']} />
      <div className={classes['words']}>
        <div className={classes['line']}>
          <span className={classes['level']}>{t(`ui.level.${feedback.level}`)}</span>
          {feedback.text === null ? null : (
            <span className={classes['scanned']}>
              <CodeText value={scannedText(feedback.text, t)} size="xl" />
            </span>
          )}
          <time className={classes['time']}>{format.time(feedback.at)}</time>
        </div>
        <p
          className={classes['headline']}
          data-length={lengthOf(headline)}
          data-testid="verdict-headline"
          data-code={feedback.headline.code}
        >
          {wholeWords(headline)}
        </p>
        <ul className={classes['findings']} data-many={findings.length > 2 || undefined}>
          {findings.map((finding, index) => (
            <li key={`${finding.code}-${index}`} data-code={finding.code}>
              {t(finding)}
            </li>
          ))}
        </ul>
      </div>
      {action}
    </>
  );
}

export interface FeedbackBannerProps {
  /** What stands there before the first scan. */
  readonly idle: string;
  readonly idleHint?: string;
  /** A button in the banner, as "Keep serial" at packing; chosen by the verdict shown. */
  readonly action?: (feedback: Feedback) => ReactNode;
  /** One line high, for pages where scanning is not the work. */
  readonly slim?: boolean;
}

/** The last verdict, huge: colour, outline, words and (by the session) sound each say the same. It stays until the next one. */
export function FeedbackBanner({ idle, idleHint, action, slim = false }: FeedbackBannerProps): ReactElement {
  const { last, pending } = useFeedback();
  const { sounds } = useSession();
  return (
    <section
      className={classes['banner']}
      data-slim={slim || undefined}
      data-level={last?.level ?? 'idle'}
      data-testid="feedback"
      data-code={last?.headline.code}
      data-last-sound={last === null ? undefined : sounds.last}
      data-feedback-id={last?.feedback_id}
      aria-live="assertive"
      aria-atomic="true"
    >
      {last === null ? (
        <div className={classes['words']}>
          <p className={classes['headline']} data-length="short">
            {idle}
          </p>
          {idleHint === undefined ? null : <p className={classes['hint']}>{idleHint}</p>}
        </div>
      ) : (
        <Verdict key={last.feedback_id} feedback={last} action={action?.(last)} />
      )}
      <div className={classes['pending']} data-active={pending > 0 || undefined} aria-hidden="true" />
      {last === null ? null : <div key={`flash-${last.feedback_id}`} className={classes['flash']} aria-hidden="true" />}
    </section>
  );
}
