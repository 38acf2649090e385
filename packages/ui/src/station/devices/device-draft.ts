import {
  DeviceConfig,
  type AttachedDevice,
  type DeviceKind,
  type DeviceLink,
  type DeviceRow,
  type Finding,
} from '@serialbridge/protocol/station';

export type HandLinkType = 'serial' | 'tcp' | 'cups' | 'spooler';
/** Empty: as the profile says. */
export interface LineSettings {
  readonly baud: string;
  readonly data_bits: string;
  readonly parity: string;
  readonly stop_bits: string;
  readonly flow_control: string;
}
export const LINE_CHOICES: Readonly<Record<keyof LineSettings, readonly string[]>> = {
  baud: ['1200', '2400', '4800', '9600', '19200', '38400', '57600', '115200'],
  data_bits: ['7', '8'],
  parity: ['none', 'even', 'odd'],
  stop_bits: ['1', '2'],
  flow_control: ['none', 'rts-cts', 'xon-xoff'],
};
export const HAND_LINKS: Readonly<Record<DeviceKind, readonly HandLinkType[]>> = {
  scanner: ['serial', 'tcp'],
  scale: ['serial', 'tcp'],
  printer: ['tcp', 'cups', 'spooler', 'serial'],
};

/** A device as it is being set up, as typed so far. */
export interface DeviceDraft {
  /** Null: a new one. */
  readonly device_id: string | null;
  readonly kind: DeviceKind | null;
  readonly name: string;
  /** A USB device is what it is; null: the link is typed by hand. */
  readonly fixed: DeviceLink | null;
  readonly type: HandLinkType;
  readonly path: string;
  readonly host: string;
  readonly port: string;
  readonly queue: string;
  readonly printer: string;
  readonly line: LineSettings;
  readonly profile: string | null;
}

const NO_LINE: LineSettings = { baud: '', data_bits: '', parity: '', stop_bits: '', flow_control: '' };
export const NEW_DRAFT: DeviceDraft = {
  device_id: null,
  kind: null,
  name: '',
  fixed: null,
  type: 'serial',
  path: '',
  host: '',
  port: '9100',
  queue: '',
  printer: '',
  line: NO_LINE,
  profile: null,
};

/** The fields of a draft for a link that exists already. */
export function linkFields(link: DeviceLink): Partial<DeviceDraft> {
  const word = (value: string | number | undefined): string => (value === undefined ? '' : String(value));
  const line =
    link.type === 'serial' || link.type === 'usb-serial'
      ? {
          line: {
            baud: word(link.baud),
            data_bits: word(link.data_bits),
            parity: word(link.parity),
            stop_bits: word(link.stop_bits),
            flow_control: word(link.flow_control),
          },
        }
      : {};
  switch (link.type) {
    case 'serial':
      return { fixed: null, type: 'serial', path: link.path, ...line };
    case 'tcp':
      return { fixed: null, type: 'tcp', host: link.host, port: String(link.port) };
    case 'cups':
      return { fixed: null, type: 'cups', queue: link.queue };
    case 'spooler':
      return { fixed: null, type: 'spooler', printer: link.printer };
    case 'usb-serial':
    case 'hid':
    case 'usb':
    case 'simulated':
      return { fixed: link, ...line };
  }
}

export function draftOfAttached(attached: AttachedDevice): DeviceDraft {
  const { kind, name, profile, link } = attached;
  return { ...NEW_DRAFT, kind, name, profile, ...linkFields(link) };
}

export function draftOfDevice(device: DeviceRow): DeviceDraft {
  const { device_id, kind, name, profile, link } = device;
  return { ...NEW_DRAFT, device_id, kind, name, profile, ...linkFields(link) };
}

/** True where bytes come over a line whose speed can be set. */
export const isSerial = (draft: DeviceDraft): boolean =>
  draft.fixed === null ? draft.type === 'serial' : draft.fixed.type === 'usb-serial';
export const linkTypeOf = (draft: DeviceDraft): DeviceLink['type'] => draft.fixed?.type ?? draft.type;

function lineOf(line: LineSettings): Record<string, string | number> {
  const numbers = ['baud', 'data_bits', 'stop_bits'];
  return Object.fromEntries(
    Object.entries(line)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => [key, numbers.includes(key) ? Number(value) : value]),
  );
}

function rawLink(draft: DeviceDraft): Record<string, unknown> {
  const line = isSerial(draft) ? lineOf(draft.line) : {};
  if (draft.fixed !== null) {
    if (draft.fixed.type !== 'usb-serial') return draft.fixed;
    const { type, vendor_id, product_id, serial_number } = draft.fixed;
    return { type, vendor_id, product_id, serial_number, ...line };
  }
  switch (draft.type) {
    case 'serial':
      return { type: 'serial', path: draft.path.trim(), ...line };
    case 'tcp':
      return { type: 'tcp', host: draft.host.trim(), port: Number(draft.port) };
    case 'cups':
      return { type: 'cups', queue: draft.queue.trim() };
    case 'spooler':
      return { type: 'spooler', printer: draft.printer.trim() };
  }
}

/** The first free name of its kind: `scale-2`. */
function freeId(kind: string, taken: readonly string[]): string {
  let n = 1;
  while (taken.includes(`${kind}-${n}`)) n += 1;
  return `${kind}-${n}`;
}

export type DraftResult =
  | { readonly config: DeviceConfig; readonly faults: readonly [] }
  | { readonly config: null; readonly faults: readonly Finding[] };

/**
 * The device that a draft comes to, or everything that is wrong with it at once: `ui.setup.fault.<field>`. `taken`: ids of the devices there
 * are; a new one gets the first free one.
 */
export function configOf(draft: DeviceDraft, taken: readonly string[]): DraftResult {
  const parsed = DeviceConfig.safeParse({
    device_id: draft.device_id ?? freeId(draft.kind ?? 'device', taken),
    name: draft.name.trim(),
    kind: draft.kind,
    link: rawLink(draft),
    ...(draft.profile === null ? {} : { profile: draft.profile }),
  });
  if (parsed.success) return { config: parsed.data, faults: [] };
  const fields = new Set(parsed.error.issues.map(({ path }) => String(path.at(-1) ?? 'kind')));
  return { config: null, faults: [...fields].map((field) => ({ code: `ui.setup.fault.${field}`, params: {} })) };
}

/** The link alone, for listening before there is a name. */
export function linkOf(draft: DeviceDraft): { readonly link: DeviceLink | null; readonly faults: readonly Finding[] } {
  const { config, faults } = configOf({ ...draft, name: 'x', kind: draft.kind ?? 'scanner' }, []);
  return { link: config?.link ?? null, faults };
}
