import { binByCode, documentsByNumber, knownTexts, orderByCode, productByCode } from '@serialbridge/cache/queries';
import type { ScanLookups } from '@serialbridge/core/scan';
import { normaliseSerial } from '@serialbridge/core/serial';
import type { HostContext } from '../host/context.ts';
import type { ScanTarget } from './scan-target.ts';

/** Routing's questions, answered from the overlay and the cache. */
export function scanLookups(context: HostContext, target: ScanTarget): ScanLookups {
  const { read, view } = context;
  return {
    productByCode: (code) => productByCode(read, code),
    documentsByNumber: (number) => documentsByNumber(read, number),
    orderByCode: (code) => orderByCode(read, code, target.opensByTote()),
    binByCode: (code) => binByCode(read, context.station().warehouse_id, code),
    operatorByBadge: (badge) => context.operators.withBadge(badge),
    isKnownSerial: (text) => {
      const forms = new Set([text, normaliseSerial(text, { case_fold: true })]);
      return [...forms].some((form) => target.knowsSerial(form) || view.unitsBySerial(form).length > 0);
    },
    knownAmong: (texts) => [...knownTexts(read, texts), ...texts.filter((text) => target.knowsSerial(text))],
  };
}
