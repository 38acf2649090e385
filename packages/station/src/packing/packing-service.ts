import { listOrders } from '@serialbridge/cache/queries';
import { CallError } from '@serialbridge/client';
import { decidePacking, type Overridable, type PackingCommand, type PackingFacts } from '@serialbridge/core/packing';
import { gramsOf, refusal, type Outcome, type WeightReading } from '@serialbridge/core/scan';
import type { Feedback, MethodParams } from '@serialbridge/protocol/station';
import type { HostContext, Scale, StationService } from '../contract/host-context.ts';
import { mustPass } from '../work/feedback.ts';
import type { ScanTarget } from '../work/scan-target.ts';
import { PackingDraft } from './packing-draft.ts';
import { packingExpectation, packingMeans } from './packing-scan.ts';
import { packingState } from './packing-view.ts';
import { packingWork } from './packing-work.ts';

export interface PackingService extends StationService {
  readonly target: ScanTarget;
}

/** How many refusals can be insisted on at once; older ones must be scanned again. */
const TOKENS = 20;

/** A state without a weight as its own sentence; moving is never zero. */
const NO_WEIGHT: Readonly<Record<Exclude<WeightReading['state'], 'stable'>, string>> = {
  moving: 'packing.scale-moving',
  under: 'packing.scale-under',
  over: 'packing.scale-over',
  'needs-zero': 'packing.scale-needs-zero',
  fault: 'packing.scale-fault',
  silent: 'packing.scale-silent',
};

/** A stable reading that began after this call, as the command that weighs the box; else what the scale said. */
async function readScale(scale: Scale, package_id: string | null): Promise<PackingCommand | Outcome> {
  if (!scale.present) return refusal({ code: 'packing.scale-none', params: {} });
  const reading = await scale.readStable();
  const weight_g = gramsOf(reading);
  if (weight_g === null || reading.state !== 'stable') {
    const state = reading.state === 'stable' ? 'fault' : reading.state;
    return refusal({ code: NO_WEIGHT[state], params: {} });
  }
  return {
    type: 'weigh',
    package_id,
    weight_g: Math.max(0, weight_g),
    weight_source: 'scale',
    reading_raw: reading.raw.slice(0, 300),
  };
}

/** Scan and Ship: what its machine decides on, its methods and its topic. */
export function createPackingService(context: HostContext): PackingService {
  const { clock, ledger, pairing, policy, operators, devices } = context;
  const work = packingWork(context);
  const overrides = new Map<string, Overridable>();

  const emptyFacts = (): PackingFacts => ({
    order: null,
    lines: new Map(),
    boxes: [],
    warehouse_id: pairing.station().warehouse_id,
    policy: policy.at(),
    judge: () => {
      throw new Error('no order is open, so nothing is judged');
    },
    tracking: { namedOtherwise: () => null, shipmentWith: () => null },
    rates: () => [],
    now: clock.now(),
    newId: clock.newId,
  });

  const tokenFor = (override: Overridable | null): string | null => {
    if (override === null) return null;
    const token = clock.newId();
    overrides.set(token, override);
    const [oldest] = overrides.keys();
    if (overrides.size > TOKENS && oldest !== undefined) overrides.delete(oldest);
    return token;
  };

  const run = (command: PackingCommand, text: string | null = null, approved_by: string | null = null): Feedback => {
    const { state, draft } = work;
    const decision = decidePacking(state, command, draft?.facts() ?? emptyFacts());
    const feedback = work.commit(decision, { text, approved_by, override_token: tokenFor(decision.override) });
    if (decision.state.order_id !== state.order_id) overrides.clear();
    return feedback;
  };

  const open = (order_id: string, text: string | null = null): Feedback => {
    const draft = new PackingDraft(context, order_id);
    const before = work.state.order_id;
    const feedback = work.open(draft, decidePacking(work.state, { type: 'open' }, draft.facts()), text);
    if (work.state.order_id !== before) overrides.clear();
    return feedback;
  };

  const weigh = async (package_id: string | null, text: string | null): Promise<Feedback> => {
    const result = await readScale(devices.scale, package_id);
    return 'type' in result ? run(result, text) : work.say(result, text);
  };

  const keep = async (params: MethodParams<'packing.keep_serial'>): Promise<{ feedback: Feedback }> => {
    const what = overrides.get(params.override_token);
    if (what === undefined) throw CallError.of('packing.override-gone', 'Too much happened since; scan it again.');
    const approver = params.approver === null ? null : await operators.approve(params.approver);
    const approved_by = approver?.operator_id ?? null;
    const feedback = run({ type: 'keep', what, reason: params.reason, approved_by }, null, approved_by);
    if (feedback.level !== 'refused') overrides.delete(params.override_token);
    return { feedback };
  };

  return {
    target: work.target({
      expectation: () => packingExpectation(work.state, work.draft),
      opensByTote: () => policy.get('packing.open_by_tote'),
      act: (meaning, text) => {
        const means = packingMeans(context, work.state, work.draft, meaning);
        if (means.type === 'say') return work.say(means.outcome, text);
        if (means.type === 'open-order') return open(means.order_id, text);
        if (means.type === 'read-scale') return weigh(null, text);
        return run(means, text);
      },
    }),
    topics: { packing: () => packingState(context, work.state, work.draft, work.scans) },
    onDataChanged: (changed) => work.dataChanged(changed),
    listed: ['order', 'order_line', 'package', 'product', 'product_code', 'case', 'policy_value'],
    methods: {
      'packing.list_orders': (query) => {
        const { station_id, warehouse_id } = pairing.station();
        const only_picked = policy.get('packing.exclude_not_picked');
        return listOrders(ledger.read, query, { station_id, warehouse_id, only_picked });
      },
      'packing.open_order': ({ order_id }) => mustPass(open(order_id)),
      'packing.leave': () => mustPass(run({ type: 'leave' })),
      'packing.choose_line': ({ order_line_id }) => mustPass(run({ type: 'choose-line', order_line_id })),
      'packing.pack_quantity': ({ order_line_id, quantity }) => ({
        feedback: run({ type: 'pack-quantity', order_line_id, quantity }),
      }),
      'packing.keep_serial': keep,
      'packing.undo': () => ({ feedback: run({ type: 'undo' }) }),
      'packing.remove_unit': ({ package_unit_id }) => {
        const item = work.draft?.item(package_unit_id);
        if (item === undefined) throw CallError.of('packing.no-such-unit', 'This unit is in no box of this order.');
        const { serial_raw, serial_norm: _norm, ...packed } = item;
        return { feedback: run({ type: 'remove', packed, serial_raw }) };
      },
      'packing.new_package': () => mustPass(run({ type: 'new-package' })),
      'packing.select_package': ({ package_id }) => mustPass(run({ type: 'select-package', package_id })),
      'packing.go_to': ({ phase }) => mustPass(run({ type: 'go-to', phase })),
      'packing.set_weight': ({ package_id, weight_g }) => ({
        feedback: run({ type: 'weigh', package_id, weight_g, weight_source: 'typed', reading_raw: null }),
      }),
      'packing.read_scale': async ({ package_id }) => ({ feedback: await weigh(package_id, null) }),
      'packing.list_rates': () => ({ rates: work.draft?.rates() ?? [] }),
      'packing.ship': ({ carrier, service, tracking }) => ({
        feedback: run({ type: 'ship', carrier, service, tracking }),
      }),
      'packing.discard': ({ reason }) => mustPass(run({ type: 'discard', reason })),
    },
  };
}
