import { MAX_FRAME_BYTES, type HostFrame } from '@serialbridge/protocol';
import { WebSocket, type RawData } from 'ws';
import type { HostState } from '../supervisor/supervise.ts';

/** WebSocket close code "try again later": the client goes on trying and says so. */
const TRY_AGAIN = 1013;

export interface BridgeOptions {
  readonly host_url: () => string;
  readonly state: () => HostState;
}

/** Why the screen gets no host, as the frame a host itself would have sent. */
function refusal(reason: string): HostFrame {
  return { kind: 'refused', faults: [{ code: 'host.cannot-start', message: reason, params: { reason } }] };
}

/** Carries the frames of one screen to the host and back. Frames are not read here: both ends parse them. */
export function bridgeContract(screen: WebSocket, { host_url, state }: BridgeOptions): void {
  const now = state();
  if (now.state === 'failed') {
    screen.send(JSON.stringify(refusal(now.reason)));
    screen.close(TRY_AGAIN);
    return;
  }
  const host = new WebSocket(host_url(), { maxPayload: MAX_FRAME_BYTES });
  const waiting: RawData[] = [];
  const asText = { binary: false };
  screen.on('message', (data) => {
    if (host.readyState === WebSocket.OPEN) host.send(data, asText);
    else waiting.push(data);
  });
  host.on('open', () => {
    for (const data of waiting.splice(0)) host.send(data, asText);
  });
  host.on('message', (data) => screen.send(data, asText));
  // An error is always followed by close; the listener only keeps it from being thrown.
  host.on('error', () => undefined);
  screen.on('error', () => undefined);
  host.on('close', () => screen.close(TRY_AGAIN));
  screen.on('close', () => host.close());
}
