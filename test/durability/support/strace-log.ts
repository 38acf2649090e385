/** One finished system call. Position: where in the log it was over. */
export interface SystemCall {
  readonly name: string;
  /** Path or `socket:[…]` of its first argument, when that is a file descriptor. */
  readonly file: string;
  readonly text: string;
  readonly result: string;
  /** Seconds since 1970 at which it began and was over; 0 where strace was not asked (`-ttt -T`). */
  readonly began: number;
  readonly ended: number;
}

const LINE = /^(\d+)\s+(?:(\d+\.\d{6}) )?(.*)$/u;
const UNFINISHED = /^(.*) <unfinished \.\.\.>$/u;
const RESUMED = /^<\.\.\. (\w+) resumed>(.*)$/u;
const CALL = /^(\w+)\((?:\d+<([^>]*)>)?(.*)\)\s+= (-?\d+|\?)[^<]*(?:<([\d.]+)>)?.*$/su;

/** Reads what `strace -f -y -o` wrote: calls in the order in which they were over, those that were interrupted put together. */
export function readStrace(log: string): readonly SystemCall[] {
  const open = new Map<string, { readonly said: string; readonly at: string }>();
  const calls: SystemCall[] = [];
  for (const line of log.split('\n')) {
    const [, pid, at = '0', said] = LINE.exec(line) ?? [];
    if (pid === undefined || said === undefined) continue;
    const begun = UNFINISHED.exec(said)?.[1];
    if (begun !== undefined) {
      open.set(pid, { said: begun, at });
      continue;
    }
    const rest = RESUMED.exec(said)?.[2];
    const first = rest === undefined ? undefined : open.get(pid);
    const whole = rest === undefined ? said : `${first?.said ?? ''}${rest}`;
    const [, name, file = '', text = '', result = '', took = '0'] = CALL.exec(whole) ?? [];
    const began = Number(first?.at ?? at);
    if (name !== undefined) calls.push({ name, file, text, result, began, ended: began + Number(took) });
  }
  return calls;
}

const SENDS = new Set(['write', 'writev', 'sendto', 'sendmsg']);
const RECEIVES = new Set(['read', 'recvfrom', 'recvmsg', 'readv']);
const SYNCS = new Set(['fdatasync', 'fsync']);

export interface Answer {
  /** What must stand in the bytes of the answer; backslashes and quotes as strace writes them. */
  readonly says: (text: string) => boolean;
  /** What the request's first bytes look like; absent: whatever came last on that line. */
  readonly asked?: (text: string) => boolean;
}

export interface Proof {
  readonly found: boolean;
  /** Syncs of the file that were over between the last bytes of the request and the answer. */
  readonly syncs: number;
}

/** For the first answer of this kind: how often the file was synced between the request on the same connection and the answer. */
export function syncsBefore(
  calls: readonly SystemCall[],
  answer: Answer,
  file: RegExp,
  from = 0,
): Proof & { at: number } {
  const at = calls.findIndex((call, index) => index >= from && SENDS.has(call.name) && answer.says(call.text));
  const sent = calls[at];
  if (sent === undefined) return { found: false, syncs: 0, at: -1 };
  const { asked = () => true } = answer;
  let request = at - 1;
  for (; request >= from; request -= 1) {
    const call = calls[request];
    if (
      call !== undefined &&
      RECEIVES.has(call.name) &&
      call.file === sent.file &&
      Number(call.result) > 0 &&
      asked(call.text)
    )
      break;
  }
  const between = request < from ? [] : calls.slice(request, at);
  const syncs = between.filter((call) => SYNCS.has(call.name) && file.test(call.file) && call.result === '0');
  return { found: request >= from, syncs: syncs.length, at };
}
