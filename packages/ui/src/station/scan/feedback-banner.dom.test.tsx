import '../../testing/dom/index.ts';
import { FEEDBACK_LEVELS } from '@serialbridge/protocol/station';
import { act, cleanup, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { SOUNDS } from '../../sounds/index.ts';
import { fakeFeedback, idleStation } from '../../testing/index.ts';
import { renderStation } from '../../testing/render/index.ts';
import { FeedbackBanner } from './feedback-banner.tsx';

afterEach(cleanup);

describe('feedback banner', () => {
  it('says what to do before the first scan', () => {
    const { close } = renderStation(idleStation(), <FeedbackBanner idle="Scan a product" />);
    expect(screen.getByTestId('feedback').textContent).toContain('Scan a product');
    close();
  });

  it.each(FEEDBACK_LEVELS)('%s: colour, mark, words and sound each say it', (level) => {
    const { session, speaker, close } = renderStation(idleStation(), <FeedbackBanner idle="-" />);
    act(() => session.show(fakeFeedback(level, 'SN1', { code: 'serial.blank', params: {} })));
    const banner = screen.getByTestId('feedback');
    expect(banner.dataset['level']).toBe(level);
    expect(banner.querySelector('svg')).not.toBeNull();
    expect(within(banner).getByText(new RegExp(`^${level === 'info' ? 'information' : level}$`, 'iu'))).toBeTruthy();
    expect(speaker.played).toEqual([SOUNDS[level]]);
    expect(document.documentElement.dataset['lastSound']).toBe(level);
    close();
  });

  it('lists every finding, the headline once', () => {
    const { session, close } = renderStation(idleStation(), <FeedbackBanner idle="-" />);
    const findings = ['serial.blank', 'serial.too-many', 'rule.without-a-sentence'].map((code) => ({
      code,
      params: {},
    }));
    const [first = { code: '', params: {} }] = findings;
    act(() => session.show(fakeFeedback('refused', 'SN1', first, findings)));
    expect(screen.getByTestId('verdict-headline').dataset['code']).toBe('serial.blank');
    expect(screen.getAllByRole('listitem').map(({ dataset }) => dataset['code'])).toEqual([
      'serial.too-many',
      'rule.without-a-sentence',
    ]);
    expect(screen.getByText('rule.without-a-sentence')).toBeTruthy();
    close();
  });

  it('the next verdict replaces the one before', () => {
    const { session, close } = renderStation(idleStation(), <FeedbackBanner idle="-" />);
    for (const level of ['refused', 'accepted'] as const)
      act(() => session.show(fakeFeedback(level, 'SN1', { code: 'serial.blank', params: {} })));
    expect(screen.getAllByTestId('verdict-headline')).toHaveLength(1);
    expect(screen.getByTestId('feedback').querySelectorAll('svg')).toHaveLength(1);
    close();
  });
});
