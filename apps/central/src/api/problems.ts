import type { z } from 'zod';
import { ERRORS, type ErrorCode, type Fault, type Problem } from '@serialbridge/protocol';
import { isDatabaseAway } from '../storage/store/database-away.ts';
import { fault, Refusal } from '../refusal.ts';

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457. `type` is a name and no address: the catalogue in /docs is where it is explained. */
function problemOf(code: ErrorCode, detail: string, errors: readonly Fault[], instance: string): Problem {
  const { status, meaning } = ERRORS[code];
  return {
    type: `urn:serialbridge:error:${code}`,
    title: meaning,
    status,
    detail,
    code,
    instance,
    errors: [...errors],
  };
}

/** Every issue of a zod parse as faults, with the path of each field. */
export function faultsOf(error: z.ZodError, prefix: string): Fault[] {
  return error.issues.map((issue) =>
    fault(
      'request.invalid',
      issue.message,
      [prefix, ...issue.path.map(String)].filter((part) => part !== '').join('.'),
    ),
  );
}

const property = (error: unknown, name: string): unknown =>
  typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;

interface Answer {
  readonly problem: Problem;
  readonly retry_after: number | null;
  /** Something failed that should not: it is logged with its stack and its text is not sent. */
  readonly unexpected: boolean;
  /** The database could not serve: logged as a warning. */
  readonly away?: boolean;
}

/** Seconds until it makes sense to ask again when the database is away. */
const AWAY_S = 2;

/** Fastify's own refusals that come before any route. */
const FASTIFY: Readonly<Record<string, readonly [ErrorCode, string | null]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['request.too-large', null],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['request.content-type', null],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['request.invalid', 'The body is empty; JSON is expected.'],
  FST_ERR_CTP_INVALID_JSON_BODY: ['request.invalid', 'The body is not JSON.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['request.invalid', 'The body is not as long as the request says.'],
};

/** Of SQLite (the second: no room for its index of the log), of PostgreSQL and of the file system. The transaction is undone by then. */
const DISK_FULL: ReadonlySet<string> = new Set(['SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE', '53100', 'ENOSPC', 'EDQUOT']);

/** Any error as a problem. Errors of the ledger carry a code of the catalogue and, some, `faults`. */
export function answerTo(error: unknown, instance: string): Answer {
  if (error instanceof Refusal) {
    return {
      problem: problemOf(error.code, error.message, error.errors, instance),
      retry_after: error.retry_after,
      unexpected: false,
    };
  }
  const said = (code: ErrorCode, detail: string, errors: readonly Fault[] = []): Answer => ({
    problem: problemOf(code, detail, errors, instance),
    retry_after: null,
    unexpected: false,
  });
  const code = property(error, 'code');
  if (typeof code === 'string' && DISK_FULL.has(code)) {
    const full = 'central.disk-full';
    return { problem: problemOf(full, ERRORS[full].meaning, [], instance), retry_after: 10, unexpected: true };
  }
  const message = error instanceof Error ? error.message : String(error);
  if (typeof code === 'string') {
    const known = FASTIFY[code];
    if (known) return said(known[0], known[1] ?? ERRORS[known[0]].meaning);
    if (isErrorCode(code)) {
      const faults = property(error, 'faults');
      const errors = Array.isArray(faults)
        ? faults.map((one: unknown) => fault(code, String(property(one, 'message')), String(property(one, 'where'))))
        : [];
      return said(code, message, errors);
    }
  }
  if (error instanceof SyntaxError && property(error, 'statusCode') === 400) {
    return said('request.invalid', `The body is not JSON: ${message}`);
  }
  if (isDatabaseAway(error))
    return {
      ...said('sync.overloaded', 'The database does not answer in time; try again.'),
      retry_after: AWAY_S,
      away: true,
    };
  const status = property(error, 'statusCode');
  if (typeof status === 'number' && status >= 400 && status < 500) return said('request.invalid', message);
  return {
    problem: problemOf('internal', ERRORS.internal.meaning, [], instance),
    retry_after: null,
    unexpected: true,
  };
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(ERRORS, code);
}
