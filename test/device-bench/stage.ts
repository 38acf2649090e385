import { readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import type { DeviceRow } from '@serialbridge/protocol/station';
import type { Checks } from './checks.ts';
import { GADGETS } from './gadgets.ts';
import type { GadgetSpec } from './gadget-spec.ts';
import type { Bench } from './start-bench.ts';
import type { StationUnderTest } from './station-under-test.ts';

/** What a scenario works with: the guest's plugs, and the host's view of what hangs on them. */
export interface Stage extends Checks {
  readonly bench: Bench;
  readonly station: StationUnderTest;
  plug(spec: GadgetSpec): Promise<void>;
  unplug(spec: GadgetSpec): Promise<void>;
  /** Pieces as fast as the gadget takes them; rejects when it does not take them all. */
  send(spec: GadgetSpec, pieces: readonly Uint8Array[]): Promise<void>;
  /** Pieces that nobody waits for: returns how many the gadget took. */
  leave(spec: GadgetSpec, pieces: readonly Uint8Array[]): Promise<number>;
  /** What the host sent to the gadget since the last call. */
  take(spec: GadgetSpec): Promise<Buffer>;
  /** The host's row of this device; undefined: it does not know it. */
  row(ids: Pick<GadgetSpec, 'vendor_id' | 'product_id'>): DeviceRow | undefined;
  /** Waits for the row to be in this state. */
  comesTo(
    ids: Pick<GadgetSpec, 'vendor_id' | 'product_id'>,
    state: DeviceRow['state'],
    ms?: number,
  ): Promise<DeviceRow>;
}

const hexOf = (piece: Uint8Array): string => Buffer.from(piece).toString('hex');

/** Keys of the sentences that screens show for a device's state. */
const SENTENCES: ReadonlySet<string> = new Set(
  ['errors', 'devices'].flatMap((file) =>
    Object.keys(JSON.parse(readFileSync(`resources/locales/en/${file}.json`, 'utf8')) as object),
  ),
);

/** Every gadget has a port of its own, in the order of GADGETS. */
export async function createGadgets(bench: Bench): Promise<void> {
  for (const [at, spec] of Object.values(GADGETS).entries())
    await bench.agent.call('create', { spec, udc: `dummy_udc.${at}` });
}

export function makeStage(bench: Bench, station: StationUnderTest, checks: Checks): Stage {
  const { agent } = bench;
  const leave: Stage['leave'] = ({ name }, pieces) =>
    agent.call('send', { name, pieces: pieces.map(hexOf), timeout_ms: 1500 });
  const row: Stage['row'] = ({ vendor_id, product_id }) =>
    station
      .state()
      .devices.find(
        ({ link }) => 'vendor_id' in link && link.vendor_id === vendor_id && link.product_id === product_id,
      );
  return {
    ...checks,
    bench,
    station,
    plug: async ({ name }) => void (await agent.call('plug', { name })),
    unplug: async ({ name }) => void (await agent.call('unplug', { name })),
    send: async ({ name }, pieces) => {
      const taken = await agent.call('send', { name, pieces: pieces.map(hexOf), timeout_ms: 15_000 });
      if (taken !== pieces.length) throw new Error(`${name} could send ${taken} of ${pieces.length}`);
    },
    leave,
    take: async ({ name }) => Buffer.from(await agent.call('take', { name }), 'hex'),
    row,
    comesTo: async (ids, state, ms) => {
      await station.until(`${ids.vendor_id}:${ids.product_id} ${state}`, () => row(ids)?.state === state, ms);
      const found = row(ids);
      if (found === undefined) throw new Error('the row vanished');
      return found;
    },
  };
}

/** Weights (g) that the scenarios leave in a device from before; none may ever be shown. */
const STALE_GRAMS: ReadonlySet<number> = new Set([777, 888]);

export async function comesToWeigh(
  stage: Stage,
  ids: Parameters<Stage['row']>[0],
  state: 'stable' | 'moving' | 'over',
  grams: number | null,
): Promise<void> {
  await stage.station.until(`${state} ${grams ?? ''}`, () => {
    const weight = stage.row(ids)?.weight;
    return weight?.state === state && weight.grams === grams;
  });
}

/** For a while, and in everything shown until now: no weight that the scale said before. */
export async function noWeight(stage: Stage, ids: Parameters<Stage['row']>[0]): Promise<void> {
  await wait(600);
  const weight = stage.row(ids)?.weight ?? null;
  if (weight?.state === 'stable') throw new Error(`it shows ${weight.text ?? ''}, which it said before it was opened`);
  const stale = stage.station.gramsSeen().filter((one) => STALE_GRAMS.has(one));
  if (stale.length > 0) throw new Error(`${stale.join(', ')} g from before became a weight`);
}

/** Lost or in error, with a sentence that the screen has for it. */
export async function lostWithSentence(stage: Stage, ids: Parameters<Stage['row']>[0]): Promise<DeviceRow> {
  await stage.comesTo(ids, 'lost');
  // the sentence may change while it is looked for again
  const row = stage.row(ids);
  if (row?.detail === null || row === undefined) throw new Error('it is lost, but nothing says why');
  if (!SENTENCES.has(row.detail.code)) throw new Error(`no sentence for ${row.detail.code}`);
  return row;
}
