import type { Identity, StationStore } from '@serialbridge/cache';
import { CentralError } from './central-error.ts';
import { centralClient, refuseAddress, type CentralClient } from './central-client.ts';
import type { SyncPorts } from './sync-ports.ts';

/** Who this station is to central, and the client it asks with. */
export interface CentralLink {
  identity(): Identity | null;
  /** Empty before it is paired. */
  station_id(): string;
  /** How many own events central does not have. */
  backlog(): number;
  /** Throws CentralError: not paired, or central must not be spoken to at this address. */
  client(): CentralClient;
  /** Keeps what central says of this station, if it is news. Its key is taken only where none is pinned: the answer was checked by it. */
  learn(said: Pick<Identity, 'station_name' | 'warehouse_id' | 'central_id' | 'central_key'>): void;
  /** A credential was stored. */
  renew(): void;
}

interface LinkParts {
  readonly store: StationStore;
  readonly ports: SyncPorts;
  readonly insecure_http: boolean;
}

export function centralLink({ store, ports, insecure_http }: LinkParts): CentralLink {
  let identity = store.identity.read();
  let client: CentralClient | null = null;
  /** Events of another station that this computer was once, or made for another central. They can't be sent here. They can be exported. */
  const countForeign = (): number => store.outbox.foreign(identity?.station_id ?? '');
  let foreign = countForeign();

  return {
    identity: () => identity,
    station_id: () => identity?.station_id ?? '',
    backlog: () => store.outbox.backlog() - foreign,
    client: () => {
      if (identity === null) throw new CentralError(0, 'station.not-paired', 'The station is not paired.');
      if (identity.credential === '')
        throw new CentralError(
          0,
          'station.key-gone',
          'What this station gets in with is sealed under a key that is not here.',
        );
      const refused = refuseAddress(identity.central_url, insecure_http);
      if (refused !== null) throw new CentralError(0, 'sync.plain-http', refused);
      client ??= centralClient(identity, ports);
      return client;
    },
    learn: ({ station_name, warehouse_id, central_id, central_key: said }) => {
      if (identity === null) return;
      const central_key = identity.central_key ?? said;
      const isKnown =
        identity.station_name === station_name &&
        identity.warehouse_id === warehouse_id &&
        identity.central_id === central_id &&
        identity.central_key === central_key;
      if (isKnown) return;
      identity = { ...identity, station_name, warehouse_id, central_id, central_key };
      store.identity.write(identity);
    },
    renew: () => {
      identity = store.identity.read();
      client = null;
      foreign = countForeign();
    },
  };
}
