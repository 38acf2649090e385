import '../../testing/dom/index.ts';
import type { CaseRow } from '@serialbridge/core/model';
import { BUILT_IN_ROLES } from '@serialbridge/core/rights';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ShortcutListener } from '../../components/shortcut-layer.tsx';
import { FAKE_CASE, idleStation, type FakeStation } from '../../testing/index.ts';
import { renderStation, type RenderedStation } from '../../testing/render/index.ts';
import { CasesDrawer } from './cases-drawer.tsx';

vi.setConfig({ testTimeout: 60_000 });

let view: RenderedStation | null = null;
afterEach(() => {
  view?.close();
  cleanup();
});

function open(role: 'operator' | 'supervisor', found: CaseRow = FAKE_CASE): FakeStation {
  const fake = idleStation();
  const { operator } = fake.state('station');
  fake.change('station', {
    open_cases: 1,
    operator: operator === null ? null : { ...operator, role, rights: [...BUILT_IN_ROLES[role]] },
  });
  fake.answer('station.list_cases', ({ state }) => ({
    cases: state === 'open' ? [found] : [],
    overruled: [],
    names: {},
  }));
  fake.answer('station.resolve_case', () => {
    fake.change('station', { open_cases: 0 });
    return {};
  });
  view = renderStation(
    fake,
    <>
      <ShortcutListener />
      <CasesDrawer opened onClose={() => undefined} />
    </>,
  );
  return fake;
}
const decisions = (fake: FakeStation): unknown[] =>
  fake.calls.filter(({ method }) => method === 'station.resolve_case').map(({ params }) => params);
const press = (key: string): void => void fireEvent.keyDown(document.body, { key });

describe('open cases at a station', () => {
  it('an operator reads both facts and reads who resolves them', async () => {
    open('operator');
    expect(await screen.findByText(/A supervisor resolves it/u)).toBeTruthy();
    expect(screen.queryByText('Resolve')).toBeNull();
  });

  it('case.event-held: a supervisor reads it here and decides in the console, where all the events are listed', async () => {
    open('supervisor', { ...FAKE_CASE, rule: 'case.event-held' });
    expect(await screen.findByText('Event that cannot be applied yet')).toBeTruthy();
    expect(screen.queryByText('Resolve')).toBeNull();
  });

  it('rights.case-of-console: what this station may not have done is read here and decided in the console', async () => {
    open('supervisor', { ...FAKE_CASE, rule: 'case.operator-not-allowed' });
    await waitFor(() => expect(document.querySelector('[data-rule="case.operator-not-allowed"]')).not.toBeNull());
    expect(screen.queryByText('Resolve')).toBeNull();
  });

  it('a supervisor chooses a fact, says why and records it with F8; without both nothing is recorded', async () => {
    const fake = open('supervisor');
    fireEvent.click(await screen.findByText('Resolve'));
    const [first] = await screen.findAllByRole('radio');
    press('F8');
    expect(await screen.findByText('Choose one first.')).toBeTruthy();
    expect(screen.getByText('Say why.')).toBeTruthy();
    if (first !== undefined) fireEvent.click(first);
    fireEvent.change(screen.getByTestId('case-note'), { target: { value: ' opened both boxes ' } });
    press('F8');
    await waitFor(() => expect(decisions(fake)).toHaveLength(1));
    expect(decisions(fake)[0]).toEqual({
      case_id: FAKE_CASE.case_id,
      chosen_event_id: FAKE_CASE.facts[0]?.event_id,
      note: 'opened both boxes',
    });
    expect(await screen.findByText('No open cases')).toBeTruthy();
  });

  it('Esc leaves the decision, keeps the list and the focus in it', async () => {
    const fake = open('supervisor');
    fireEvent.click(await screen.findByText('Resolve'));
    await screen.findAllByRole('radio');
    press('Escape');
    const resolve = (await screen.findByText('Resolve')).closest('button');
    expect(document.activeElement).toBe(resolve);
    expect(decisions(fake)).toEqual([]);
  });
});
