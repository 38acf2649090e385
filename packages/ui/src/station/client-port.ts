import type { ClientStatus, StationClient } from '@serialbridge/client';
import type { HostStatus, StationPort } from './station-port.ts';

function hostStatus(status: ClientStatus): HostStatus {
  return { state: status.status, faults: status.status === 'refused' ? status.faults : [] };
}

/** The client of the contract as the screens see it. */
export function clientPort(client: StationClient): StationPort {
  return {
    call: (method, params) => client.call(method, params),
    subscribe: (topic, listener) => client.subscribe(topic, listener),
    onSignal: (signal, listener) => client.onSignal(signal, listener),
    onStatus: (listener) => client.onStatus((status) => listener(hostStatus(status))),
  };
}
