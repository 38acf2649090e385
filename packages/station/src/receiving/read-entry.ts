import { CallError } from '@serialbridge/client';
import { expandCount, expandRange, parsePaste, type RuleFailure } from '@serialbridge/core/serial';
import type { MethodParams } from '@serialbridge/protocol/station';

type Entry = MethodParams<'receiving.enter_serials'>['entry'];

/** The serials of a paste, a CSV file or a range; throws every fault of the entry at once (`serial-entry.*`). */
export function readEntry(entry: Entry): readonly string[] {
  if ('text' in entry) {
    const { serials, failures } = parsePaste(entry.text);
    refuse(failures);
    if (serials.length === 0)
      throw CallError.of('receiving.entry-empty', 'There is no serial in the text; paste one a line.');
    return serials.map((serial) => serial.serial_raw);
  }
  const expanded =
    'count' in entry ? expandCount(entry.first, entry.count) : expandRange(`${entry.first}-${entry.last}`);
  if (expanded.ok) return expanded.serials;
  refuse(expanded.failures);
  return [];
}

function refuse(failures: readonly RuleFailure[]): void {
  const [first, ...rest] = failures.map(({ code, params }) => ({ code, message: code, params: { ...params } }));
  if (first !== undefined) throw new CallError([first, ...rest]);
}
