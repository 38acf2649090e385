import {
  labelSays,
  makeScan,
  outcome,
  refusal,
  routeScan,
  type Scan,
  type ScanLookups,
  shown,
} from '@serialbridge/core/scan';
import type { Feedback } from '@serialbridge/protocol/station';
import { binByCode, documentsByNumber, knownTexts, orderByCode, productByCode } from '@serialbridge/cache/queries';
import { isPrivateCode } from '@serialbridge/core/other-codes';
import { normaliseSerial, otherSpellings } from '@serialbridge/core/serial';
import { checkRight } from '../operators/callers.ts';
import type { HostContext, ScanService } from '../contract/host-context.ts';
import { feedbackOf, outcomeOfError } from '../work/feedback.ts';
import type { ScanTarget } from '../work/scan-target.ts';

/** Routing's questions, answered from the overlay and the cache. */
function scanLookups(context: HostContext, target: ScanTarget): ScanLookups {
  const { read, view } = context.ledger;
  return {
    productByCode: (code) => productByCode(read, code),
    documentsByNumber: (number) => documentsByNumber(read, number),
    orderByCode: (code) => orderByCode(read, code, target.opensByTote()),
    binByCode: (code) => binByCode(read, context.pairing.station().warehouse_id, code),
    operatorByBadge: (badge) => context.operators.withBadge(badge),
    isKnownSerial: (text) => {
      const forms = new Set([text, normaliseSerial(text, { case_fold: true }), ...otherSpellings(text)]);
      return [...forms].some((form) => target.knowsSerial(form) || view.unitsBySerial(form).length > 0);
    },
    knownAmong: (texts) => [...knownTexts(read, texts), ...texts.filter((text) => target.knowsSerial(text))],
  };
}

/** What the fields of a label are, for the person who tries it. */
function readOf({ gs1, label }: Scan): ReturnType<typeof labelSays> {
  if (label !== undefined) {
    const { products, gtins, serials, lot, expiry, quantity } = label;
    return labelSays({ code: products[0] ?? gtins[0], serial: serials[0], lot, expiry, quantity });
  }
  return gs1 === null ? [] : labelSays({ ...gs1, code: gs1.gtin, quantity: gs1.count });
}

/** How many scans are remembered by id: a link that reconnects may send its last ones again. */
const REMEMBERED = 200;

/**
 * Every scan of every channel, one at a time in the order in which it came: two quick scans are never judged against the same present.
 * A scan that came before (same scan_id) gets the feedback it got then, and nothing happens again.
 */
export function createScanService(context: HostContext, target: ScanTarget): ScanService {
  const lookups = scanLookups(context, target);
  const seen = new Map<string, Promise<Feedback>>();
  let last: Promise<unknown> = Promise.resolve();

  /** The badge itself is not repeated to the screens: it is half a key. */
  const signIn = async (badge: string): Promise<Feedback> => {
    const before = context.operators.current();
    if (before?.badge === badge)
      return target.say(outcome('info', 'scan.already-signed-in', { name: before.name }), null);
    const operator = await context.operators.signIn({ badge, pin: null });
    return target.say(outcome('info', 'scan.signed-in', { name: operator.name }), null);
  };

  /** On the device screen: what the code is, and nothing done with it, whatever is open behind it. */
  const tried = (scan: Scan): Feedback => {
    const { errors = [], warnings = [] } = scan.gs1 ?? {};
    const faults = [...errors, ...warnings].map(({ rule, message, ai }) => ({
      code: rule,
      params: { message, ai: ai ?? null },
    }));
    return feedbackOf(
      context.clock,
      outcome('info', 'scan.tried', { text: shown(scan.text) }, [...readOf(scan), ...faults]),
      scan.text,
    );
  };

  const handle = async (scan: Scan): Promise<Feedback> => {
    if (context.devices.triesScans()) return tried(scan);
    let said: string | null = scan.text;
    try {
      // An unpaired station says so before anything is looked up.
      context.pairing.station();
      const meaning = routeScan(scan, lookups, target.expectation());
      if (meaning.kind === 'operator') {
        said = null;
        return await signIn(meaning.badge);
      }
      const isPrivate = meaning.kind === 'refused' && meaning.findings.some(({ code }) => isPrivateCode(code));
      if (isPrivate) said = null;
      // Why a code is refused says what the warehouse has: nothing for whoever has not signed in.
      context.operators.signedIn();
      if (meaning.kind === 'refused') return target.say(refusal(...meaning.findings), said);
      if (meaning.kind === 'command' && meaning.command === 'SIGNOUT') {
        context.operators.signOut();
        return target.say(outcome('info', 'scan.signed-out'), scan.text);
      }
      // A scan does what the buttons do, and takes the same right.
      checkRight(context, context.app === 'receivebridge' ? 'receive' : 'pack');
      return await target.act(meaning, scan.text);
    } catch (error) {
      try {
        return target.say(outcomeOfError(error), said);
      } catch (unexpected) {
        context.log.error({ err: unexpected, scan_id: scan.scan_id }, 'a scan failed');
        return feedbackOf(context.clock, refusal({ code: 'internal', params: {} }), said);
      }
    }
  };

  const submit = (scan: Scan): Promise<Feedback> => {
    const earlier = seen.get(scan.scan_id);
    if (earlier !== undefined) return earlier;
    context.devices.sawScan(scan);
    const done = last.then(() => handle(scan));
    last = done;
    seen.set(scan.scan_id, done);
    if (seen.size > REMEMBERED) {
      const [oldest] = seen.keys();
      if (oldest !== undefined) seen.delete(oldest);
    }
    return done;
  };

  return {
    submit,
    topics: {},
    methods: {
      'scan.submit': async ({ via, ...code }) => {
        const origin = { scan_id: context.clock.newId(), at: context.clock.now(), device_id: via, via };
        return { feedback: await submit(makeScan(origin, code)) };
      },
    },
  };
}
