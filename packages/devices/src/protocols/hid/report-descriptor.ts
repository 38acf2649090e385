/** One field of a report: `bit_offset` counts from the first byte after the report id, or from the first byte where reports have none. */
export interface ReportField {
  readonly kind: 'input' | 'output' | 'feature';
  /** 0: reports are not numbered. */
  readonly report_id: number;
  /** Page and usage; usage 0 with page 0 is padding. An array names the first usage it can hold. */
  readonly usage_page: number;
  readonly usage: number;
  /** Which usages an array chooses from; of a variable the one usage. */
  readonly usages: readonly number[];
  readonly array: boolean;
  readonly constant: boolean;
  readonly logical_min: number;
  readonly logical_max: number;
  /** As the item has it: exponent of ten and unit nibbles (HID 1.11, 6.2.2.7). */
  readonly unit: number;
  readonly unit_exponent: number;
  readonly bit_offset: number;
  readonly bit_size: number;
  /** Pages and usages of the collections around it, outermost first: page × 65536 + usage. */
  readonly collections: readonly number[];
}

interface Globals {
  page: number;
  min: number;
  max: number;
  unit: number;
  exponent: number;
  size: number;
  count: number;
  id: number;
}

const KINDS: Readonly<Record<number, ReportField['kind']>> = { 8: 'input', 9: 'output', 11: 'feature' };
/** A descriptor is device data: one that asks for millions of fields must not be obeyed. */
const MAX_FIELDS = 4096;

function unsignedOf(bytes: Uint8Array): number {
  return bytes.reduceRight((value, byte) => value * 256 + byte, 0);
}
function signedOf(bytes: Uint8Array): number {
  const value = unsignedOf(bytes);
  const limit = 2 ** (8 * bytes.length);
  return bytes.length > 0 && value >= limit / 2 ? value - limit : value;
}

interface Item {
  readonly type: number;
  readonly tag: number;
  readonly data: Uint8Array;
}

/** Short items; long items (none is defined) are stepped over; what is cut off at the end is left out. */
function* itemsOf(descriptor: Uint8Array): Generator<Item> {
  let at = 0;
  while (at < descriptor.length) {
    const prefix = descriptor[at] ?? 0;
    if (prefix === 0xfe) {
      at += 3 + (descriptor[at + 1] ?? 0);
      continue;
    }
    const size = [0, 1, 2, 4][prefix & 3] ?? 0;
    const data = descriptor.subarray(at + 1, at + 1 + size);
    if (data.length < size) return;
    yield { type: (prefix >> 2) & 3, tag: prefix >> 4, data };
    at += 1 + size;
  }
}

function setGlobal(globals: Globals, tag: number, data: Uint8Array): void {
  if (tag === 0) globals.page = unsignedOf(data);
  else if (tag === 1) globals.min = signedOf(data);
  // written unsigned by many (25 FF for 255); only a negative minimum makes the sign count
  else if (tag === 2) globals.max = globals.min < 0 ? signedOf(data) : unsignedOf(data);
  else if (tag === 5) {
    const nibble = unsignedOf(data) & 0xf;
    globals.exponent = nibble > 7 ? nibble - 16 : nibble;
  } else if (tag === 6) globals.unit = unsignedOf(data);
  else if (tag === 7) globals.size = unsignedOf(data);
  else if (tag === 8) globals.id = unsignedOf(data);
  else if (tag === 9) globals.count = unsignedOf(data);
}

/**
 * What the reports of a HID device are made of (USB HID 1.11, 6.2.2). Pure, and never throws: what makes no sense is left
 * out. Variables give a field for each element, arrays one for each slot.
 */
export function parseReportDescriptor(descriptor: Uint8Array): ReportField[] {
  const fields: ReportField[] = [];
  const used = new Map<string, number>();
  const stack: Globals[] = [];
  const collections: number[] = [];
  let globals: Globals = { page: 0, min: 0, max: 0, unit: 0, exponent: 0, size: 0, count: 0, id: 0 };
  let usages: number[] = [];
  let usageMin: number | null = null;

  /** A usage of four bytes brings its page along. */
  const full = (data: Uint8Array): number => unsignedOf(data) + (data.length > 2 ? 0 : globals.page * 65_536);

  const addFields = (kind: ReportField['kind'], flags: number): void => {
    const key = `${kind} ${String(globals.id)}`;
    const start = used.get(key) ?? 0;
    used.set(key, start + globals.size * globals.count);
    const array = (flags & 2) === 0;
    for (let index = 0; index < globals.count && fields.length < MAX_FIELDS; index += 1) {
      // fewer usages than elements: the last one is of all that follow
      const whole = (array ? usages[0] : (usages[index] ?? usages.at(-1))) ?? 0;
      fields.push({
        kind,
        report_id: globals.id,
        usage_page: Math.floor(whole / 65_536),
        usage: whole % 65_536,
        usages: array ? usages.map((usage) => usage % 65_536) : [whole % 65_536],
        array,
        constant: (flags & 1) === 1,
        logical_min: globals.min,
        logical_max: globals.max,
        unit: globals.unit,
        unit_exponent: globals.exponent,
        bit_offset: start + index * globals.size,
        bit_size: globals.size,
        collections: [...collections],
      });
    }
  };

  const takeLocal = (tag: number, data: Uint8Array): void => {
    if (tag === 0) usages.push(full(data));
    else if (tag === 1) usageMin = full(data);
    else if (tag === 2 && usageMin !== null) {
      const last = Math.min(full(data), usageMin + MAX_FIELDS);
      for (let usage = usageMin; usage <= last; usage += 1) usages.push(usage);
      usageMin = null;
    }
  };

  for (const { type, tag, data } of itemsOf(descriptor)) {
    if (type === 1) {
      if (tag === 10) stack.push({ ...globals });
      else if (tag === 11) globals = stack.pop() ?? globals;
      else setGlobal(globals, tag, data);
    } else if (type === 2) takeLocal(tag, data);
    else if (type === 0) {
      const kind = KINDS[tag];
      if (kind !== undefined) addFields(kind, unsignedOf(data));
      else if (tag === 10) collections.push(usages[0] ?? 0);
      else if (tag === 12) collections.pop();
      usages = [];
      usageMin = null;
    }
  }
  return fields;
}
