import { CallError, type FrameLink } from '@serialbridge/client';
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION, readJson } from '@serialbridge/protocol';
import {
  ClientFrame,
  MAX_FRAME_BYTES,
  STATION_METHODS,
  STATION_TOPICS,
  type HostFrame,
  type StationMethod,
  type StationTopic,
} from '@serialbridge/protocol/station';
import type { z } from 'zod';
import type { ContractHost, Faults } from './contract-host.ts';

const faultOf = (code: string, message: string): Faults => [{ code, message, params: {} }];

/** Every issue of a zod error as a fault of its own. */
function faultsOf(error: z.ZodError): Faults {
  const [first, ...rest] = error.issues.map((issue) => {
    const where = issue.path.map(String).join('.');
    return {
      code: 'request.invalid',
      message: `${where === '' ? 'params' : where}: ${issue.message}`,
      params: { where },
    };
  });
  return first === undefined ? faultOf('request.invalid', error.message) : [first, ...rest];
}

/** Why a hello is turned away; null: it is not. */
function refuseProtocol(protocol: number): Faults | null {
  if (protocol > PROTOCOL_VERSION) {
    return faultOf(
      'sync.protocol-newer',
      `The screen speaks protocol ${protocol}, this host ${PROTOCOL_VERSION}. Restart the station so that both are of one version. Nothing is lost.`,
    );
  }
  if (protocol < OLDEST_PROTOCOL_VERSION) {
    return faultOf(
      'sync.protocol-older',
      `The screen speaks protocol ${protocol}, this host takes ${OLDEST_PROTOCOL_VERSION} and newer. Load the page again. Nothing is lost.`,
    );
  }
  return null;
}

/** A frame of the screen, or what is wrong with it. */
function readFrame(data: unknown): ClientFrame | Faults {
  if (typeof data !== 'string') return faultOf('request.invalid', 'A frame is text.');
  if (Buffer.byteLength(data) > MAX_FRAME_BYTES) {
    return faultOf('request.too-large', `A frame is larger than ${MAX_FRAME_BYTES} bytes.`);
  }
  let json: unknown;
  try {
    json = readJson(data);
  } catch (error) {
    return faultOf('request.invalid', `A frame is not JSON that can be kept. ${String(error)}`);
  }
  const frame = ClientFrame.safeParse(json);
  return frame.success ? frame.data : faultsOf(frame.error);
}

/** Serves the contract on one line until either end closes it. What comes from the screen is parsed here; what goes to it the screen parses. */
export function serveContract(link: FrameLink, host: ContractHost): void {
  const topics = new Set<StationTopic>();
  let greeted = false;
  let open = true;

  const send = (frame: HostFrame): boolean => {
    const text = JSON.stringify(frame);
    if (Buffer.byteLength(text) > MAX_FRAME_BYTES) return false;
    if (open) link.send(text);
    return true;
  };
  const refuse = (faults: Faults): void => {
    send({ kind: 'refused', faults });
    link.close();
  };
  const fail = (id: number, faults: Faults): void => {
    send({ kind: 'failed', id, faults });
  };

  /** A screen that is not told goes on showing what was before, and nobody at it knows. */
  const failState = (topic: StationTopic, code: 'topic.too-large' | 'topic.failed', message: string): void => {
    send({ kind: 'state-failed', topic, faults: [{ code, message, params: { topic } }] });
  };
  const sendState = (topic: StationTopic): void => {
    let sent: boolean;
    try {
      const state = host.state(topic);
      sent = state === undefined || send({ kind: 'state', topic, state });
    } catch (error) {
      host.report({ topic, err: error }, 'a topic state cannot be made');
      failState(topic, 'topic.failed', 'What stands here cannot be shown; the log of the station has the details.');
      return;
    }
    if (sent) return;
    host.report({ topic }, 'a topic state is larger than a frame');
    failState(topic, 'topic.too-large', `What stands here is larger than ${MAX_FRAME_BYTES} bytes.`);
  };

  const call = async (id: number, name: string, given: unknown): Promise<void> => {
    if (!Object.hasOwn(STATION_METHODS, name)) {
      fail(id, faultOf('request.not-found', `This host has no method ${name}.`));
      return;
    }
    const method = name as StationMethod;
    const params = STATION_METHODS[method].params.safeParse(given);
    if (!params.success) {
      fail(id, faultsOf(params.error));
      return;
    }
    try {
      if (!send({ kind: 'result', id, result: await host.call(method, params.data) }))
        fail(id, faultOf('request.too-large', 'The answer is larger than a frame; ask for less.'));
    } catch (error) {
      if (error instanceof CallError) {
        fail(id, [...error.faults] as Faults);
        return;
      }
      host.report({ method, err: error }, 'a call failed that should not');
      fail(id, faultOf('internal', 'Something failed that should not; the log of the station has the details.'));
    }
  };

  const stopChanged = host.onChanged((topic) => {
    if (topics.has(topic)) sendState(topic);
  });
  const stopSignal = host.onSignal((signal, payload) => {
    if (greeted) send({ kind: 'signal', signal, payload });
  });
  link.onClose(() => {
    open = false;
    stopChanged();
    stopSignal();
  });

  link.onFrame((data) => {
    if (!open) return;
    const frame = readFrame(data);
    if (Array.isArray(frame)) {
      // Whoever sends what is no frame is not one of our screens.
      refuse(frame);
      return;
    }
    if (frame.kind === 'hello') {
      const faults = refuseProtocol(frame.protocol);
      if (faults !== null) {
        refuse(faults);
        return;
      }
      greeted = true;
      send({ kind: 'welcome', protocol: PROTOCOL_VERSION, app: host.app });
      return;
    }
    if (!greeted) {
      refuse(faultOf('request.invalid', 'The first frame is hello.'));
      return;
    }
    switch (frame.kind) {
      case 'call':
        void call(frame.id, frame.method, frame.params);
        break;
      case 'subscribe':
      case 'unsubscribe': {
        if (!Object.hasOwn(STATION_TOPICS, frame.topic)) break;
        const topic = frame.topic as StationTopic;
        if (frame.kind === 'unsubscribe') topics.delete(topic);
        else {
          topics.add(topic);
          sendState(topic);
        }
        break;
      }
      case 'unreadable':
        host.report({ what: frame.what }, 'the screen could not read what this host sent');
        break;
    }
  });
}
