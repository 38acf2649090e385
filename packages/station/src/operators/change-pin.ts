import { CallError } from '@serialbridge/client';
import type { StationStore } from '@serialbridge/cache';
import { rightsOf } from '@serialbridge/core/ledger';
import type { OperatorRow } from '@serialbridge/core/model';
import { isTrusted } from '@serialbridge/core/rights';
import { judgePin } from '@serialbridge/protocol/credentials';
import type { CentralClient } from '../sync/central-client.ts';
import { CentralError } from '../sync/central-error.ts';

/**
 * Has central change the PIN of a person whose present one was right. The new PIN is judged here too, by the same rules, so that every fault is
 * told at once and in the words of the screen.
 * @throws CallError `pin.*`, `sync.unreachable`, or what central refuses
 */
export async function changePinAtCentral(
  store: StationStore,
  central: CentralClient | null,
  operator: OperatorRow,
  { pin, new_pin }: { readonly pin: string; readonly new_pin: string },
): Promise<void> {
  const is_trusted = isTrusted(rightsOf(store.view, operator));
  const faults = judgePin(new_pin, { is_trusted, code: operator.code }).map(({ code, message, params }) => ({
    code: code as string,
    message,
    params: { ...params },
  }));
  if (pin === new_pin) faults.push({ code: 'pin.unchanged', message: 'This is the present PIN.', params: {} });
  const [first, ...rest] = faults;
  if (first !== undefined) throw new CallError([first, ...rest]);
  if (central === null)
    throw CallError.of('pin.no-network', 'A PIN is changed with central; it cannot be reached now.');
  try {
    const { operator_id } = operator;
    store.pins.change(await central.changePin({ operator_id, pin, new_pin }, AbortSignal.timeout(WAIT_MS)));
  } catch (error) {
    if (error instanceof CentralError) throw CallError.of(error.code, error.message);
    throw error;
  }
}

/** A person stands there and waits. */
const WAIT_MS = 15_000;
