import { GADGETS } from './gadgets.ts';
import type { StationUnderTest } from './station-under-test.ts';

/** As a person does it on the device screen: its ids are no profile's, so the station does not take it by itself. */
export async function setUpCdcScanner(station: StationUnderTest): Promise<void> {
  const { vendor_id, product_id, serial_number } = GADGETS.cdcScanner;
  await station.client.call('devices.save', {
    config: {
      device_id: 'cdc-scanner',
      name: 'CDC scanner',
      kind: 'scanner',
      link: { type: 'usb-serial', vendor_id, product_id, serial_number },
    },
  });
}
