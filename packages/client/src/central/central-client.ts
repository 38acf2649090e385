import {
  CENTRAL_API,
  CSV_CALLS,
  OUTBOX_CALL,
  ImportLook,
  OutboxImport,
  Job,
  type ApiCall,
  type CallBody,
  type CallParams,
  type CallQuery,
  type CallResponse,
  type CentralCall,
  type ImportKind,
  type ImportOptions,
} from '@serialbridge/protocol/central';
import { Problem } from '@serialbridge/protocol/errors';

/** Central answered with a problem (all its faults are in `problem.errors`), or could not be reached (`central.unreachable`). */
export class CentralError extends Error {
  readonly problem: Problem;
  /** Seconds after which trying again makes sense, when central told (`Retry-After`). */
  readonly retry_after: number | null;
  constructor(problem: Problem, retry_after: number | null = null) {
    super(problem.errors.map((fault) => fault.message).join(' ') || problem.detail);
    this.name = 'CentralError';
    this.problem = problem;
    this.retry_after = retry_after;
  }
}

/** The parts of fetch that are used: the browser's, Node's, or one that keeps cookies. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

type Input<C extends CentralCall> = (CallParams<C> extends undefined
  ? { params?: undefined }
  : { params: CallParams<C> }) &
  (CallQuery<C> extends undefined ? { query?: undefined } : { query?: CallQuery<C> }) &
  (CallBody<C> extends undefined ? { body?: undefined } : { body: CallBody<C> });

/** A call that needs nothing may be made without an input. */
type Optional<I> = Partial<I> extends I ? [I?] : [I];

export interface CentralClient {
  call<C extends CentralCall>(name: C, ...input: Optional<Input<C>>): Promise<CallResponse<C>>;
  /** Imports a CSV file; resolves with the job, which may still be running. */
  importCsv(kind: ImportKind, csv: Blob | string, options?: ImportOptions): Promise<Job>;
  /** The columns of a CSV file, of which the beginning is enough. */
  lookAtCsv(kind: ImportKind, csv: Blob | string, options?: { readonly heading?: boolean }): Promise<ImportLook>;
  /** Imports the file that a station exported (`.sboutbox`). */
  importOutbox(file: Blob | string, file_name: string): Promise<OutboxImport>;
  /** Address of a download, for a link. */
  downloadUrl(path: string, query?: object): string;
}

type Texts = Readonly<Record<string, string>>;
interface Parts {
  readonly params?: Texts | undefined;
  readonly query?: object | undefined;
}

function addressOf(base: string, path: string, { params, query }: Parts): string {
  const filled = path.replaceAll(/:([a-z_]+)/g, (_all, name: string) => encodeURIComponent(params?.[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return `${base}${filled}${search.size > 0 ? `?${search.toString()}` : ''}`;
}

function unreachable(detail: string): CentralError {
  const message = 'Central does not answer. Check the network; what you see may be old.';
  return new CentralError({
    type: 'about:blank',
    title: 'central.unreachable',
    status: 503,
    detail,
    code: 'central.unreachable',
    errors: [{ code: 'central.unreachable', message, where: null, params: {} }],
  });
}

/** Typed client of central's console API. Throws CentralError; parses every answer with the schema of its call. */
export function createCentralClient(base: string, fetch: Fetch): CentralClient {
  const send = async (url: string, init: RequestInit): Promise<unknown> => {
    const response = await fetch(url, { credentials: 'same-origin', ...init }).catch((error: unknown) => {
      throw unreachable(String(error));
    });
    const answer: unknown = await response.json().catch(() => null);
    if (response.ok) return answer;
    const problem = Problem.safeParse(answer);
    const wait = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
    throw problem.success
      ? new CentralError(problem.data, Number.isFinite(wait) ? wait : null)
      : unreachable(`HTTP ${response.status}`);
  };
  return {
    call: async (name, ...[input]) => {
      const call: ApiCall = CENTRAL_API[name];
      const parts = (input ?? {}) as Parts & { readonly body?: unknown };
      const body =
        parts.body === undefined
          ? {}
          : { body: JSON.stringify(parts.body), headers: { 'content-type': 'application/json' } };
      const answer = await send(addressOf(base, call.path, parts), { method: call.method, ...body });
      return call.response.parse(answer) as CallResponse<typeof name>;
    },
    importCsv: async (kind, csv, query = {}) => {
      const url = addressOf(base, CSV_CALLS['imports.run'].path, { params: { kind }, query });
      return Job.parse(await send(url, { method: 'POST', body: csv, headers: { 'content-type': 'text/csv' } }));
    },
    lookAtCsv: async (kind, csv, query = {}) => {
      const url = addressOf(base, CSV_CALLS['imports.look'].path, { params: { kind }, query });
      return ImportLook.parse(await send(url, { method: 'POST', body: csv, headers: { 'content-type': 'text/csv' } }));
    },
    importOutbox: async (file, file_name) => {
      const url = addressOf(base, OUTBOX_CALL.path, { query: { file_name: file_name.slice(0, 200) } });
      const headers = { 'content-type': 'application/octet-stream' };
      return OutboxImport.parse(await send(url, { method: 'POST', body: file, headers }));
    },
    downloadUrl: (path, query) => addressOf(base, path, { query }),
  };
}
