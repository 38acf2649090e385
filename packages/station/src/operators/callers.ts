import { CallError } from '@serialbridge/client';
import { RIGHTS, type Right } from '@serialbridge/core/rights';
import {
  STATION_METHODS,
  STATION_TOPICS,
  type CallerRule,
  type StationMethod,
  type StationTopic,
} from '@serialbridge/protocol/station';
import type { HostContext } from '../contract/host-context.ts';

/** What the check asks of the host. */
export interface Callers extends Pick<HostContext, 'pairing' | 'operators'> {
  /** Central shuts this station out: it was revoked, or its credential is not known there. */
  readonly isShutOut: () => boolean;
}

/** True where nobody is asked for: anybody may, or the station is not paired or shut out and this must be possible all the same. */
function isOpen({ who, before_pairing, when_shut_out }: CallerRule, { pairing, isShutOut }: Callers): boolean {
  if (pairing.identity() === null) return before_pairing === true;
  return who === 'anybody' || (when_shut_out === true && isShutOut());
}

function mayCall(rule: CallerRule, callers: Callers): boolean {
  if (isOpen(rule, callers)) return true;
  if (callers.pairing.identity() === null || rule.who === 'anybody') return false;
  const { operators } = callers;
  return operators.current() !== null && (rule.who === 'signed-in' || operators.rights().has(rule.who));
}

/** @throws CallError `auth.required`, `auth.forbidden` with the missing right in words */
export function checkRight({ operators }: Pick<HostContext, 'operators'>, right: Right): void {
  operators.signedIn();
  if (operators.rights().has(right)) return;
  throw CallError.of(
    'auth.forbidden',
    `Your role does not allow this. It takes the right “${RIGHTS[right].meaning}” Ask a supervisor.`,
    { needed: right },
  );
}

/**
 * The one check of who calls, before a service is asked.
 * @throws CallError `station.not-paired`, `auth.required`, `auth.forbidden`
 */
export function checkCaller(method: StationMethod, callers: Callers): void {
  const rule: CallerRule = STATION_METHODS[method];
  if (mayCall(rule, callers)) return;
  callers.pairing.station();
  if (rule.who === 'anybody' || rule.who === 'signed-in') callers.operators.signedIn();
  else checkRight(callers, rule.who);
}

/** Whether the screen may see a topic now. */
export function maySee(topic: StationTopic, callers: Callers): boolean {
  return mayCall(STATION_TOPICS[topic], callers);
}
