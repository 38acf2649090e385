import { type HostStatus, parseHostStatus } from './host-status.ts';

const STX = 0x02;
const ETX = 0x03;
/** The longest line has 41 characters; more than this is noise. */
const LONGEST = 64;

/** What was read so far of an answer. */
export interface StatusReading {
  /** Characters since STX; null outside a line. */
  readonly line: string | null;
  /** Whole lines of the answer that is coming in. */
  readonly lines: readonly string[];
}
export const NOTHING_READ: StatusReading = { line: null, lines: [] };

/** The most recent three lines, if they are an answer; a line that was cut or lost spoils only its own answer. */
function ended(lines: readonly string[]): { readonly lines: readonly string[]; readonly status: HostStatus | null } {
  const last = lines.slice(-3);
  const status = parseHostStatus(last);
  return status === null ? { lines: last.slice(-2), status } : { lines: [], status };
}

/**
 * Takes bytes as they come and gives every answer to `~HS` that they complete: three lines of STX … ETX CR LF. Bytes
 * outside STX and ETX are noise.
 */
export function readHostStatus(
  reading: StatusReading,
  bytes: Uint8Array,
): { readonly reading: StatusReading; readonly answers: readonly HostStatus[] } {
  let { line, lines } = reading;
  const answers: HostStatus[] = [];
  for (const byte of bytes) {
    if (byte === STX) {
      line = '';
    } else if (line === null) {
      continue;
    } else if (byte === ETX) {
      const end = ended([...lines, line]);
      lines = end.lines;
      line = null;
      if (end.status !== null) answers.push(end.status);
    } else {
      line = line.length < LONGEST ? line + String.fromCharCode(byte) : null;
    }
  }
  return { reading: { line, lines }, answers };
}
