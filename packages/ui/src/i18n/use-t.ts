import type { CallFault, Finding, Params } from '@serialbridge/protocol/station';
import type { i18n, TOptions } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** `t('some.id', {n: 1})`, `t(finding)` and `t(fault)`: one sentence. */
export type Translate = (what: string | Finding | CallFault, params?: Params) => string;

/** A sentence may take in another one by `$t(…)`; a scanned code that holds these signs may not. */
function withoutNesting(params: Params | undefined): TOptions {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.replaceAll('$t(', '$\u2060t(') : value,
    ]),
  );
}

/** A finding becomes its sentence; without one, a fault's own message or the bare id, so that nothing is ever shown as blank. */
export function translateWith(instance: i18n): Translate {
  return (what, params) => {
    if (typeof what === 'string') return instance.t(what, withoutNesting(params));
    const fallback = 'message' in what && what.message !== '' ? what.message : what.code;
    // A sentence may use the fault's own words: what is wrong with a file or a label is said best where it was found.
    const words = 'message' in what ? { message: what.message } : {};
    return instance.t(what.code, { ...words, ...withoutNesting(what.params), defaultValue: fallback });
  };
}

export function useT(): Translate {
  const { i18n: instance } = useTranslation();
  // The language is a dependency: without it the sentences of the old language would stay.
  // oxlint-disable-next-line react/exhaustive-deps
  return useMemo(() => translateWith(instance), [instance, instance.language]);
}
