import { listOrders } from '@serialbridge/cache/queries';
import { CallError } from '@serialbridge/client';
import {
  decidePacking,
  PACKING_START,
  type Overridable,
  type PackingCommand,
  type PackingDecision,
  type PackingFacts,
  type PackingMachine,
} from '@serialbridge/core/packing';
import type { Outcome } from '@serialbridge/core/scan';
import type { Feedback, MethodParams } from '@serialbridge/protocol/station';
import type { HostContext, StationService } from '../contract/host-context.ts';
import { feedbackOf, mustPass } from '../work/feedback.ts';
import { ScanTrail, scanOf } from '../work/scan-trail.ts';
import type { ScanTarget } from '../work/scan-target.ts';
import { PackingDraft } from './packing-draft.ts';
import { packingNotes, restorePacking } from './packing-notes.ts';
import { packingExpectation, packingMeans } from './packing-scan.ts';
import { packingState } from './packing-view.ts';
import { readScale } from './read-scale.ts';

export interface PackingService extends StationService {
  readonly target: ScanTarget;
}

/** How many refusals can be insisted on at once; older ones must be scanned again. */
const TOKENS = 20;

/** Scan and Ship: decides with the machine, records, and only then says what came of it. */
export function createPackingService(context: HostContext): PackingService {
  const notes = packingNotes(context);
  const trail = new ScanTrail();
  const overrides = new Map<string, Overridable>();
  let state: PackingMachine = PACKING_START;
  let draft: PackingDraft | null = null;
  let restored = false;

  const restore = (): void => {
    if (restored || context.pairing.identity() === null) return;
    restored = true;
    const kept = restorePacking(context, notes);
    if (kept === null) return;
    ({ state, draft } = kept);
    trail.restore(kept.scans);
  };

  const emptyFacts = (): PackingFacts => ({
    order: null,
    lines: new Map(),
    boxes: [],
    warehouse_id: context.pairing.station().warehouse_id,
    policy: context.policy.at(),
    judge: () => {
      throw new Error('no order is open, so nothing is judged');
    },
    rates: () => [],
    now: context.clock.now(),
    newId: context.clock.newId,
  });

  const tokenFor = (override: Overridable | null): string | null => {
    if (override === null) return null;
    const token = context.clock.newId();
    overrides.set(token, override);
    const [oldest] = overrides.keys();
    if (overrides.size > TOKENS && oldest !== undefined) overrides.delete(oldest);
    return token;
  };

  const commit = (
    decision: PackingDecision,
    facing: PackingDraft | null,
    text: string | null,
    approved_by: string | null,
  ): Feedback => {
    const feedback = feedbackOf(context.clock, decision.outcome, text, tokenFor(decision.override));
    const packed = decision.events.find((event) => event.type === 'unit-packed');
    const unit_id = packed?.body.unit_id ?? null;
    const { notes: remember, kept } = notes.plan(decision.state, scanOf(feedback, unit_id));
    if (decision.events.length > 0) context.record.append(decision.events, { remember, approved_by });
    else if (decision.state !== state) context.record.remember(remember);
    if (decision.events.length > 0 || decision.state !== state) kept();
    facing?.apply(decision.events);
    if (decision.state.order_id !== state.order_id) {
      overrides.clear();
      if (decision.state.order_id === null) trail.clear();
    }
    draft = decision.state.order_id === null ? null : facing;
    state = decision.state;
    trail.add(feedback, unit_id);
    context.screens.publish('packing');
    return feedback;
  };

  const run = (command: PackingCommand, text: string | null = null, approved_by: string | null = null): Feedback => {
    restore();
    return commit(decidePacking(state, command, draft?.facts() ?? emptyFacts()), draft, text, approved_by);
  };

  /** A refused order leaves the one that is open as it was. */
  const open = (order_id: string, text: string | null = null): Feedback => {
    restore();
    const facing = new PackingDraft(context, order_id);
    const decision = decidePacking(state, { type: 'open' }, facing.facts());
    return commit(decision, decision.state.order_id === order_id ? facing : draft, text, null);
  };

  const say = (result: Outcome, text: string | null): Feedback => {
    const feedback = feedbackOf(context.clock, result, text);
    trail.add(feedback, null);
    context.screens.publish('packing');
    return feedback;
  };

  const weigh = async (package_id: string | null, text: string | null): Promise<Feedback> => {
    const result = await readScale(context, package_id);
    return 'type' in result ? run(result, text) : say(result, text);
  };

  const keep = async (params: MethodParams<'packing.keep_serial'>): Promise<{ feedback: Feedback }> => {
    const what = overrides.get(params.override_token);
    if (what === undefined) throw CallError.of('packing.override-gone', 'Too much happened since; scan it again.');
    const approver = params.approver === null ? null : await context.operators.approve(params.approver);
    const approved_by = approver?.operator_id ?? null;
    const feedback = run({ type: 'keep', what, reason: params.reason, approved_by }, null, approved_by);
    if (feedback.level !== 'refused') overrides.delete(params.override_token);
    return { feedback };
  };

  const signed =
    <P, R>(handler: (params: P) => R) =>
    (params: P): R => {
      context.operators.signedIn();
      restore();
      return handler(params);
    };

  const target: ScanTarget = {
    expectation: () => {
      restore();
      return packingExpectation(state, draft);
    },
    knowsSerial: (text: string) => draft?.knowsSerial(text) ?? false,
    opensByTote: () => context.policy.get('packing.open_by_tote'),
    act: (meaning, text) => {
      const means = packingMeans(context, state, draft, meaning);
      if (means.type === 'say') return say(means.outcome, text);
      if (means.type === 'open-order') return open(means.order_id, text);
      if (means.type === 'read-scale') return weigh(null, text);
      return run(means, text);
    },
    say,
  };

  return {
    target,
    topics: {
      packing: () => {
        restore();
        return packingState(
          context,
          state,
          draft,
          trail.list((unit_id) => draft?.holdsUnit(unit_id) ?? false),
        );
      },
    },
    onDataChanged: () => {
      restore();
      try {
        draft?.refresh();
        // What somebody else took out of its box can't be taken out again.
        const { undo } = state;
        const left = undo.filter((packed) => draft?.item(packed.package_unit_id) !== undefined);
        if (left.length < undo.length) state = { ...state, undo: left };
      } catch (error) {
        context.log.warn({ err: error }, 'the open order is not in the cache any more');
        state = PACKING_START;
        draft = null;
      }
      context.screens.publish('packing');
    },
    methods: {
      'packing.list_orders': (query) => {
        const { station_id, warehouse_id } = context.pairing.station();
        const only_picked = context.policy.get('packing.exclude_not_picked');
        return listOrders(context.ledger.read, query, { station_id, warehouse_id, only_picked });
      },
      'packing.open_order': signed(({ order_id }) => mustPass(open(order_id))),
      'packing.leave': signed(() => mustPass(run({ type: 'leave' }))),
      'packing.choose_line': signed(({ order_line_id }) => mustPass(run({ type: 'choose-line', order_line_id }))),
      'packing.pack_quantity': signed(({ order_line_id, quantity }) => ({
        feedback: run({ type: 'pack-quantity', order_line_id, quantity }),
      })),
      'packing.keep_serial': signed(keep),
      'packing.undo': signed(() => ({ feedback: run({ type: 'undo' }) })),
      'packing.remove_unit': signed(({ package_unit_id }) => {
        const item = draft?.item(package_unit_id);
        if (item === undefined) throw CallError.of('packing.no-such-unit', 'This unit is in no box of this order.');
        const { serial_raw, serial_norm: _norm, ...packed } = item;
        return { feedback: run({ type: 'remove', packed, serial_raw }) };
      }),
      'packing.new_package': signed(() => mustPass(run({ type: 'new-package' }))),
      'packing.select_package': signed(({ package_id }) => mustPass(run({ type: 'select-package', package_id }))),
      'packing.go_to': signed(({ phase }) => mustPass(run({ type: 'go-to', phase }))),
      'packing.set_weight': signed(({ package_id, weight_g }) => ({
        feedback: run({ type: 'weigh', package_id, weight_g, weight_source: 'typed', reading_raw: null }),
      })),
      'packing.read_scale': signed(async ({ package_id }) => ({ feedback: await weigh(package_id, null) })),
      'packing.list_rates': signed(() => ({ rates: draft?.rates() ?? [] })),
      'packing.ship': signed(({ carrier, service, tracking }) => ({
        feedback: run({ type: 'ship', carrier, service, tracking }),
      })),
      'packing.discard': signed(({ reason }) => mustPass(run({ type: 'discard', reason }))),
    },
  };
}
