import type { StationStore } from '@serialbridge/cache';
import { CallError } from '@serialbridge/client';
import { rightsOf } from '@serialbridge/core/ledger';
import type { MethodParams } from '@serialbridge/protocol/station';
import type { Operators } from '../contract/host-context.ts';

/*
 * A computer that is a station may become another one, or the station of another central, only as these two rules say. Pairing takes it away
 * from the central that it works for: so not anybody at the page may do it. And what it has not sent belongs to that central: so it must
 * not go where nobody can send it any more.
 */

type Store = Pick<StationStore, 'identity' | 'outbox' | 'read' | 'view'>;
type Approval = MethodParams<'station.pair'>['approval'];

const RIGHT = 'stations.pair-again';

/** False on a computer that has never pulled its people: nobody could approve there. */
const somebodyMay = ({ read, view }: Store): boolean =>
  read
    .all('SELECT * FROM live_operator WHERE active = 1')
    .some((row) => rightsOf(view, read.decode('operator', row)).has(RIGHT));

/**
 * Who may pair it: anybody a computer that is no station, or one that its own central has revoked (it said so under its signature); else
 * somebody with the right, by code and PIN.
 * @throws CallError `pairing.supervisor-needed`, `auth.*`
 */
export async function checkPairAgain(
  store: Store,
  operators: Pick<Operators, 'approve'>,
  isRevoked: boolean,
  approval: Approval,
): Promise<void> {
  if (store.identity.read() === null || isRevoked) return;
  if (approval !== null) await operators.approve(approval, RIGHT);
  else if (somebodyMay(store))
    throw CallError.of(
      'pairing.supervisor-needed',
      'This computer is a station already; pairing it again takes a supervisor.',
    );
}

export const unsentEvents = (store: Pick<StationStore, 'outbox'>): CallError =>
  CallError.of(
    'pairing.unsent-events',
    'This computer holds events that its central does not have; save them to a file first, or pair it with the same central.',
    { count: store.outbox.backlog() },
  );

/**
 * The central that it must be paired with, by its key; null: any will do, since all is sent, or saved to a file.
 * @throws CallError `pairing.unsent-events`: its central has no key yet that could be compared
 */
export function onlyCentral(store: Pick<StationStore, 'identity' | 'outbox'>): string | null {
  const identity = store.identity.read();
  if (identity === null || store.outbox.exported.isCurrent()) return null;
  if (identity.central_key === null) throw unsentEvents(store);
  return identity.central_key;
}
