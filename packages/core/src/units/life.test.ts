import { describe, expect, expectTypeOf, it } from 'vitest';
import { EVENTS } from '../events/registry.ts';
import { UNIT_STATES, type UnitState } from '../model/unit-state.ts';
import { claimedState, mayComeBack, mayLeave, nextState } from './life.ts';
import { UNIT_LIFE } from './life-table.ts';
import { UNIT_TRANSITIONS, type Decision, type UnitTransition } from './transitions.ts';

type Life = Record<UnitState | 'none', Record<UnitTransition, Decision>>;
const states = [...UNIT_STATES, 'none'] as const;
const cells = states.flatMap((state) =>
  UNIT_TRANSITIONS.map((transition) => ({ state, transition, next: nextState(state, transition) })),
);

describe('unit.unknown: the table', () => {
  it('unit.unknown: is total, and the compiler says so', () => {
    expectTypeOf(UNIT_LIFE).toExtend<Life>();
    const { shipped: _state, ...withoutState } = UNIT_LIFE;
    // @ts-expect-error a state without decisions does not compile
    withoutState satisfies Life;
    const { packed: _transition, ...withoutTransition } = UNIT_LIFE.in_stock;
    // @ts-expect-error a transition without a decision does not compile
    withoutTransition satisfies Record<UnitTransition, Decision>;
    expect(Object.keys(UNIT_LIFE).toSorted()).toEqual([...states].toSorted());
    for (const row of Object.values(UNIT_LIFE)) expect(Object.keys(row)).toEqual([...UNIT_TRANSITIONS]);
  });

  it('unit.unknown: a unit nobody has seen can only be announced or received', () => {
    const begins = cells
      .filter(({ state, next }) => state === 'none' && 'state' in next)
      .map(({ transition }) => transition);
    expect(begins).toEqual(['announced', 'received']);
  });

  it('unit.unknown: every state can be reached from nothing', () => {
    const reached = new Set<UnitState | 'none'>(['none']);
    for (const from of reached)
      for (const transition of UNIT_TRANSITIONS) {
        const next = nextState(from, transition);
        if ('state' in next) reached.add(next.state);
      }
    // Allocation, kits and transfers included.
    expect([...reached].toSorted()).toEqual([...states].toSorted());
  });

  it('unit.unknown: every transition but an impossible one has a state to begin at and one that it claims', () => {
    for (const transition of UNIT_TRANSITIONS) {
      const ends = new Set(
        cells
          .filter((cell) => cell.transition === transition)
          .flatMap(({ next }) => ('state' in next ? [next.state] : [])),
      );
      const claimed = claimedState(transition);
      expect([transition, ends.size > 0, claimed === null || ends.has(claimed)]).toEqual([transition, true, true]);
    }
  });

  it('unit.unknown: each transition comes from some event', () => {
    expect(new Set(Object.values(EVENTS).flatMap(({ transitions }): readonly UnitTransition[] => transitions))).toEqual(
      new Set(UNIT_TRANSITIONS),
    );
  });

  it('unit.left: corrections find a unit wherever it is', () => {
    for (const state of UNIT_STATES) expect(nextState(state, 'serial-corrected')).toEqual({ state });
  });
});

describe('case.*: contradictions', () => {
  it.each([
    ['case.packed-twice', 'packed', 'packed'],
    ['case.shipped-twice', 'shipped', 'packed'],
    ['case.shipped-twice', 'shipped', 'shipped'],
    ['case.shipped-not-received', 'none', 'packed'],
    ['case.received-twice', 'in_stock', 'received'],
    ['case.returned-not-shipped', 'in_stock', 'returned'],
    ['case.not-in-stock', 'scrapped', 'packed'],
  ] as const)('%s: %s × %s', (refused, state, transition) => {
    expect(nextState(state, transition)).toEqual({ refused });
  });
});

describe('serial.not-in-stock: what may leave and come back', () => {
  const plain = { state: 'in_stock', condition: 'new', disputed: false } as const;

  it('serial.not-in-stock: orders take what is in stock or allocated; vendors take back what is here', () => {
    expect(UNIT_STATES.filter((state) => mayLeave({ ...plain, state }))).toEqual(['in_stock', 'allocated']);
    expect(UNIT_STATES.filter((state) => mayLeave({ ...plain, state }, 'vendor'))).toEqual([
      'in_stock',
      'returned',
      'repair',
    ]);
    expect([
      mayLeave({ ...plain, condition: 'damaged' }),
      mayLeave({ ...plain, condition: 'damaged' }, 'vendor'),
    ]).toEqual([false, true]);
    expect(mayLeave({ ...plain, disputed: true }, 'vendor')).toBe(false);
  });

  it('serial.duplicate: what has left may come back', () => {
    expect(UNIT_STATES.filter((state) => mayComeBack(state))).toEqual(['expected', 'shipped', 'sent_to_vendor']);
    expect(UNIT_STATES.filter((state) => mayComeBack(state, 'return'))).toEqual(['shipped']);
  });
});
