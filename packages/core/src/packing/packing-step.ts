import { refusal, type Decision, type Outcome } from '../scan/outcome.ts';
import type { EventDraft } from '../events/registry.ts';
import type { RuleFailure } from '../serial/verdict.ts';
import type {
  OrderFacts,
  Overridable,
  PackingCommand,
  PackingCommandType,
  PackingFacts,
  PackingMachine,
} from './packing-state.ts';

export type PackingOf<T extends PackingCommandType> = Extract<PackingCommand, { readonly type: T }>;

/** `override`: the refusal may be insisted on; null: it may not. */
export interface PackingDecision extends Decision<PackingMachine> {
  readonly override: Overridable | null;
}

export type PackingHandler<T extends PackingCommandType> = (
  state: PackingMachine,
  command: PackingOf<T>,
  facts: PackingFacts,
) => PackingDecision;

export function refusePacking(
  state: PackingMachine,
  first: RuleFailure,
  ...rest: readonly RuleFailure[]
): PackingDecision {
  return { state, events: [], outcome: refusal(first, ...rest), override: null };
}

export function decidePacked(
  state: PackingMachine,
  result: Outcome,
  events: readonly EventDraft[] = [],
): PackingDecision {
  return { state, events, outcome: result, override: null };
}

export function noOrder(state: PackingMachine): PackingDecision {
  return refusePacking(state, { code: 'packing.no-order', params: {} });
}

/** The order is open in every phase but the list; the guard keeps the types honest. */
export function withOrder<T extends PackingCommandType>(
  handler: (state: PackingMachine, order: OrderFacts, command: PackingOf<T>, facts: PackingFacts) => PackingDecision,
): PackingHandler<T> {
  return (state, command, facts) =>
    facts.order === null || state.order_id !== facts.order.order_id
      ? noOrder(state)
      : handler(state, facts.order, command, facts);
}
