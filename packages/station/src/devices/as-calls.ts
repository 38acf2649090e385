import { CallError } from '@serialbridge/client';
import { DeviceError } from '@serialbridge/devices';
import { LabelError } from '@serialbridge/devices/printers';
import type { Finding } from '@serialbridge/protocol/station';
import { z } from 'zod';

/** Faults of a schema, each in the words of the contract. */
function refuseAll(code: string, error: z.ZodError): CallError {
  const [first, ...rest] = error.issues.map((issue) => {
    const where = issue.path.map(String).join('.');
    return {
      code,
      message: `${where === '' ? '' : `${where}: `}${issue.message}`,
      params: { where, reason: issue.message },
    };
  });
  return new CallError([first ?? { code, message: error.message, params: {} }, ...rest]);
}

function refuseFindings(findings: readonly Finding[]): CallError {
  const [first, ...rest] = findings.map(({ code, params }) => ({ code, message: code, params }));
  return new CallError([first ?? { code: 'internal', message: 'internal', params: {} }, ...rest]);
}

/** Device failures in the words of the contract. */
export async function asCalls<Result>(work: () => Promise<Result> | Result, code = 'device.config'): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof LabelError) throw refuseFindings(error.findings);
    if (error instanceof DeviceError) throw CallError.of(error.id, error.message, error.params);
    if (error instanceof z.ZodError) throw refuseAll(code, error);
    throw error;
  }
}
