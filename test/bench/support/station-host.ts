import { readCode } from '@serialbridge/core/gs1';
import { composeServices, createStationHost, type HostContext, type StationHost } from '@serialbridge/station';
import type { DeviceConfigInput } from '@serialbridge/devices';
import type { Feedback, MethodParams, MethodResult, StationMethod } from '@serialbridge/protocol/station';
import type { TestWarehouse } from '@serialbridge/testing/store/test-warehouse';
import { OPERATOR } from './filled-station.ts';

const silent = (): void => undefined;

export interface BenchHost {
  readonly host: StationHost;
  readonly call: <M extends StationMethod>(method: M, params: MethodParams<M>) => Promise<MethodResult<M>>;
  /** A code as the keyboard wedge gives it; answers what the screen would show and sound. */
  readonly scan: (text: string) => Promise<Feedback>;
}

/** The real station host on a filled folder, signed in, the one PO open at its one line. `through` may look at what services do. */
export async function openHost(
  data_dir: string,
  w: TestWarehouse,
  through: (context: HostContext) => HostContext = (context) => context,
  devices: readonly DeviceConfigInput[] = [],
): Promise<BenchHost> {
  const host = createStationHost({
    app: 'receivebridge',
    data_dir,
    devices,
    watch_devices: null,
    log: { debug: silent, info: silent, warn: silent, error: (details, message) => console.error(message, details) },
    compose: (context) => composeServices(through(context)),
  });
  const call: BenchHost['call'] = async (method, params) =>
    // Each method answers in its own shape, which the contract's server checks.
    (await host.call(method, params)) as MethodResult<typeof method>;
  await call('station.sign_in', OPERATOR);
  const { purchase_order_id, po_line_id } = w.po_line;
  await call('receiving.open_document', { document_kind: 'purchase_order', document_id: purchase_order_id });
  await call('receiving.choose_line', { line_id: po_line_id });
  const scan: BenchHost['scan'] = async (text) =>
    (await call('scan.submit', { via: 'wedge', ...readCode(text) })).feedback;
  return { host, call, scan };
}
