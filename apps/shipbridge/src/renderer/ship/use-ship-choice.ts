import type { MethodParams, RateQuote } from '@serialbridge/protocol/station';
import { useState } from 'react';
import { liveBoxes, type StepProps } from '../step/packing-facts.ts';
import { carrierShown, carriersOf, requestedRate } from './carriers.ts';

type Way = 'rate' | 'manual';

export interface ShipChoice {
  readonly way: Way;
  readonly setWay: (way: Way) => void;
  readonly carriers: readonly string[];
  /** Index into rates or carriers, by the way; null: nothing chosen. */
  readonly chosen: number | null;
  readonly choose: (index: number) => void;
  readonly typed: Readonly<Record<string, string>>;
  readonly type: (packageId: string, text: string) => void;
  /** What packing.ship gets; null: something is still to be chosen. */
  readonly shipment: MethodParams<'packing.ship'> | null;
  /** Boxes whose tracking number is still missing on the manual way. */
  readonly untracked: readonly number[];
}

/** What a person has picked and typed in the last step; it becomes a fact by Ship, and only then. */
export function useShipChoice(
  { packing, order }: StepProps,
  rates: readonly RateQuote[],
  manualAllowed: boolean,
): ShipChoice {
  const [way, setWay] = useState<Way | null>(null);
  const [rate, setRate] = useState<number | null>(null);
  const [carrier, setCarrier] = useState<number | null>(null);
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const carriers = carriersOf(rates);
  const scanned = liveBoxes(packing).some((box) => box.tracking_number !== null);
  // A scanned tracking number says that no label is bought; without rates there is nothing else.
  const current: Way = manualAllowed ? (way ?? (rates.length === 0 || scanned ? 'manual' : 'rate')) : 'rate';
  const tracking = liveBoxes(packing).map((box) => {
    const text = typed[box.package_id]?.trim() ?? '';
    return {
      package_id: box.package_id,
      number: box.number,
      tracking_number: text === '' ? box.tracking_number : text,
    };
  });
  const numbers = tracking.map((box) => box.tracking_number);
  const chosen =
    current === 'rate'
      ? (rate ?? requestedRate(rates, order.requested_service))
      : (carrier ?? carrierShown(carriers, numbers) ?? (rates.length === 0 ? carriers.length - 1 : null));
  const untracked =
    current === 'manual' ? tracking.filter((box) => box.tracking_number === null).map((box) => box.number) : [];
  const quote = current === 'rate' && chosen !== null ? rates[chosen] : undefined;
  const name = current === 'manual' && chosen !== null ? carriers[chosen] : undefined;
  const boxes = tracking.map(({ package_id, tracking_number }) => ({ package_id, tracking_number }));
  const shipment =
    quote !== undefined
      ? { carrier: quote.carrier, service: quote.service, tracking: boxes }
      : name !== undefined
        ? { carrier: name, service: null, tracking: boxes }
        : null;
  return {
    way: current,
    setWay,
    carriers,
    chosen,
    choose: current === 'rate' ? setRate : setCarrier,
    typed,
    type: (packageId, text) => setTyped((old) => ({ ...old, [packageId]: text })),
    shipment,
    untracked,
  };
}
