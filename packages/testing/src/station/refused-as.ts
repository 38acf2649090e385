import { CallError } from '@serialbridge/client';
import type { StationMethod } from '@serialbridge/protocol/station';
import type { StationHost } from '@serialbridge/station';

/** The code of the first fault of a call; null: it went well. */
export async function refusedAs(
  host: Pick<StationHost, 'call'>,
  method: StationMethod,
  params: unknown,
): Promise<string | null> {
  try {
    await host.call(method, params);
    return null;
  } catch (error) {
    if (error instanceof CallError) return error.faults[0].code;
    throw error;
  }
}
