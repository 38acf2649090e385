import { CallError } from '@serialbridge/client';
import { DeviceError, type DeviceManager, type Simulator } from '@serialbridge/devices';
import type { MethodParams } from '@serialbridge/protocol/station';

function simulatorOf(manager: DeviceManager, device_id: string): Simulator {
  try {
    return manager.simulator(device_id);
  } catch (error) {
    if (error instanceof DeviceError) throw CallError.of(error.id, error.message, error.params);
    throw error;
  }
}

function firstOf<K extends Simulator['kind']>(manager: DeviceManager, kind: K): Extract<Simulator, { kind: K }> {
  const status = manager.statuses().find((one) => one.kind === kind && one.simulated);
  const simulator = status === undefined ? null : simulatorOf(manager, status.device_id);
  if (simulator === null || simulator.kind !== kind) {
    throw CallError.of(
      'device.not-simulated',
      `This station has no simulated ${kind}; start it with --device ${kind}=simulated.`,
      { kind },
    );
  }
  return simulator as Extract<Simulator, { kind: K }>;
}

/** Method devices.simulate: the hand on a simulated scanner or scale. */
export function simulate(manager: DeviceManager, request: MethodParams<'devices.simulate'>): void {
  if ('scan' in request) {
    if (!firstOf(manager, 'scanner').scan(request.scan))
      throw CallError.of('device.not-open', 'The simulated scanner is not plugged in.');
  } else if ('weight_g' in request) {
    const scale = firstOf(manager, 'scale');
    scale.setWeight(request.weight_g);
    if (request.stable) scale.stable();
    else scale.moving();
  } else {
    const simulator = simulatorOf(manager, request.device);
    if (request.unplug) simulator.unplug();
    else simulator.plug();
  }
}
