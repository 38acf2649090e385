import type { DeviceManager, ManagedDevice } from '@serialbridge/devices';
import { type Label, labelSvg, labelZpl, layOut, testLabel } from '@serialbridge/devices/printers';
import type { Handlers, HostContext } from '../contract/host-context.ts';
import { asCalls } from './as-calls.ts';
import { labelOfUnit } from './unit-label.ts';

/** What is printed on when no printer is set up: a preview is drawn all the same. */
const NO_PRINTER = { dots_per_mm: 8, label_width_mm: 57, label_height_mm: 32 } as const;

const optionsOf = (device: ManagedDevice | undefined) =>
  device?.profile.kind === 'printer' ? device.profile.options : NO_PRINTER;

const sizeOf = ({ label_width_mm, label_height_mm }: ReturnType<typeof optionsOf>) => ({
  width_mm: label_width_mm,
  height_mm: label_height_mm,
});

type PrintMethod =
  | 'devices.print_test'
  | 'devices.printer_status'
  | 'devices.cancel_job'
  | 'devices.retry_job'
  | 'devices.preview_label'
  | 'devices.print_label';

/** Methods of printers and labels. A job's way is seen in topic `devices`; the label itself is made here, at any station. */
export function printMethods(
  { clock, ledger }: Pick<HostContext, 'clock' | 'ledger'>,
  manager: DeviceManager,
): Required<Pick<Handlers, PrintMethod>> {
  const { newId, now } = clock;

  const printers = (): ManagedDevice[] => manager.devices().filter(({ printer }) => printer !== null);
  const laidOut = (label: Label, { dots_per_mm }: ReturnType<typeof optionsOf>) =>
    layOut(label, { dots_per_mm, year: new Date(now()).getUTCFullYear() });
  /** That printer, or the only one, and what its labels are like. */
  const printerAt = (deviceId?: string) => {
    const printer = manager.printer(deviceId);
    const device = printers().find((one) => one.printer === printer);
    return { printer, name: device?.config.name ?? deviceId ?? '', options: optionsOf(device) };
  };

  return {
    'devices.print_test': async ({ device_id }) => {
      await asCalls(() => {
        const { printer, name, options } = printerAt(device_id);
        const printed_at = new Date(now()).toLocaleString('sv-SE');
        const label = testLabel({ printer: name, printed_at }, sizeOf(options));
        printer.print({ job_id: newId(), title: 'Test', copies: 1, zpl: labelZpl(laidOut(label, options)) });
      });
      return {};
    },
    'devices.printer_status': async ({ device_id }) => {
      await asCalls(() => manager.printer(device_id).refresh());
      return {};
    },
    'devices.cancel_job': async ({ device_id, job_id }) => {
      await asCalls(() => manager.printer(device_id).cancel(job_id));
      return {};
    },
    'devices.retry_job': async ({ device_id, job_id }) => {
      await asCalls(() => manager.printer(device_id).retry(job_id));
      return {};
    },
    'devices.preview_label': ({ unit_id }) =>
      asCalls(() => {
        const options = optionsOf(printers()[0]);
        const size = sizeOf(options);
        const label = laidOut(labelOfUnit(ledger, unit_id, size).label, options);
        return { svg: labelSvg(label), zpl: labelZpl(label), ...size };
      }),
    'devices.print_label': async ({ unit_id, device_id, copies }) => {
      await asCalls(() => {
        const { printer, options } = printerAt(device_id ?? undefined);
        const { label, title } = labelOfUnit(ledger, unit_id, sizeOf(options));
        printer.print({ job_id: newId(), title, copies, zpl: labelZpl(laidOut(label, options), copies) });
      });
      return {};
    },
  };
}
