import type { Feedback, PackingState } from '@serialbridge/protocol/station';

/** A feedback as the host sends it. */
export function feedbackFixture(level: Feedback['level']): Feedback {
  return {
    feedback_id: '018f0000-0000-7000-8000-000000000001',
    at: 1_700_000_000_000,
    level,
    text: 'SN-1',
    headline: { code: `feedback.${level}`, params: { serial: 'SN-1' } },
    findings: [],
    override_token: null,
  };
}

/** An empty packing state. */
export function packingStateFixture(phase: PackingState['phase']): PackingState {
  return {
    phase,
    order: null,
    lines: [],
    current_line_id: null,
    packages: [],
    current_package_id: null,
    blockers: [],
    rates: [],
    last_scans: [],
    can_undo: false,
  };
}
