import type { ReadHandle } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import type { Applied, LedgerView } from '@serialbridge/core/ledger';
import type { OperatorRow } from '@serialbridge/core/model';
import type { EffectivePolicy } from '@serialbridge/core/policy';
import type { Scan, WeightReading } from '@serialbridge/core/scan';
import type { Envelope } from '@serialbridge/protocol/envelope';
import type {
  Feedback,
  MethodParams,
  MethodResult,
  StationMethod,
  StationTopic,
  TopicState,
} from '@serialbridge/protocol/station';

export type App = 'receivebridge' | 'shipbridge';

/** Who this computer is, since it was paired. */
export interface StationIdentity {
  readonly tenant_id: string;
  readonly station_id: string;
  readonly station_name: string;
  readonly kind: 'receiving' | 'packing';
  readonly warehouse_id: string;
}

/** An event that is now in ops.db, with what the fold made of it here (central may add cases that this station can't know of). */
export interface Appended {
  readonly envelope: Envelope;
  readonly applied: Applied;
}

export interface AppendOptions {
  /** The supervisor who signed for it; also stands in the bodies that name one. */
  readonly approved_by?: string | null;
  /**
   * Notes of this service to keep in the same transaction (which session is open, which line …), by name; null forgets. They are read back
   * with `recall` after a restart, so what the screen showed and what was recorded never differ.
   */
  readonly remember?: Readonly<Record<string, unknown>>;
}

export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** Sign-in, as the scan service needs it for badges, and approvals. All throw CallError (`auth.*`) when refused. */
export interface Operators {
  current(): OperatorRow | null;
  /** As method station.sign_in; resolves when signed in. Wrong tries are delayed, counted and locked. */
  signIn(request: MethodParams<'station.sign_in'>): Promise<OperatorRow>;
  signOut(): void;
  /** The operator with this badge, active and allowed in this warehouse; null: none. Reads only, signs nobody in. */
  withBadge(badge: string): OperatorRow | null;
  /** Checks another person's own code and PIN for an approval; refuses with `auth.forbidden` below supervisor. */
  approve(approver: { readonly code: string; readonly pin: string }): Promise<OperatorRow>;
}

/** The station's scale. */
export interface Scale {
  /** True if a scale is set up, whether or not it is plugged in now. */
  readonly present: boolean;
  /** A reading that began after this call: stable, or the state that kept it from being so (moving until the time is up, silent …). */
  readStable(options?: { readonly timeout_ms?: number }): Promise<WeightReading>;
}

/**
 * What a service of the host gets. Everything here is synchronous but what waits for a person or a device: a scan is judged against `view`
 * and recorded by `append` in one turn of the event loop, so no two scans are judged against the same present.
 */
export interface HostContext {
  readonly app: App;
  /** Milliseconds since 1970, the station's clock. */
  readonly now: () => number;
  /** A new UUIDv7. */
  readonly newId: () => string;
  readonly log: Log;
  /** The present: overlay over cache. */
  readonly view: LedgerView;
  /** The same present for lists: SQL over `live_<entity>`. */
  readonly read: ReadHandle;
  /** Null until paired: everything but pairing is then refused with `station.not-paired` before a service is asked. */
  readonly identity: () => StationIdentity | null;
  /** The identity; throws CallError `station.not-paired`. */
  readonly station: () => StationIdentity;
  readonly operators: Operators;
  /** The signed-in operator; throws CallError `auth.required`. */
  readonly operator: () => OperatorRow;
  /** The policy in force at this station, for this vendor and product if named. Cheap: kept until the cache changes. */
  readonly policy: (at?: {
    readonly vendor_id?: string | null;
    readonly product_id?: string | null;
  }) => EffectivePolicy;
  readonly policyVersion: () => number;
  /** Age of the cache's data for warnings; null: it stands at central's head now. */
  readonly cacheAgeMs: () => number | null;
  /** True if the cache holds the rows of this station's warehouse only. */
  readonly ownWarehouseOnly: () => boolean;
  /** Set while the sync loop is in contact with central. */
  readonly isOnline: () => boolean;
  readonly scale: Scale;
  /** Tells the device screen of a scan, whichever way it came. */
  readonly sawScan: (scan: Scan) => void;
  /** True while the device screen is open: scans are shown and nothing is done with them. */
  readonly triesScans: () => boolean;
  /**
   * Records events in one transaction and one fsync: sequence, hash chain, overlay. Returns only after the commit is on disk. Throws CallError
   * `ops.disk-full`, `ops.unwritable`, `ops.locked`, `ops.event-too-large`: then nothing at all was recorded. Signed with operators.current()
   * (null if nobody is signed in). At most 128 KiB an event, so at most 500 units in one.
   */
  readonly append: (drafts: readonly EventDraft[], options?: AppendOptions) => readonly Appended[];
  /** Keeps notes without an event; one commit. */
  readonly remember: (notes: Readonly<Record<string, unknown>>) => void;
  /** A note kept before, as JSON gave it back (parse it); undefined: none. */
  readonly recall: (name: string) => unknown;
  /** Sends the topic's state anew to every screen; calls of one turn are sent once. */
  readonly publish: (topic: StationTopic) => void;
  /** Sounds and shows a feedback on every screen (signal `feedback`). For scans the host does it; for what happens without a call. */
  readonly signal: (feedback: Feedback) => void;
}

/** A handler of one method. `params` are parsed; what it throws as CallError goes to the screen, anything else becomes `internal`. */
export type Handler<M extends StationMethod> = (params: MethodParams<M>) => MethodResult<M> | Promise<MethodResult<M>>;
export type Handlers = { readonly [M in StationMethod]?: Handler<M> };

/** What each service gives the host; a method belongs to exactly one service. */
export interface StationService {
  readonly methods: Handlers;
  /** The state of the service's own topics, made anew at each publish. */
  readonly topics: { readonly [T in StationTopic]?: () => TopicState<T> };
  /** After the cache changed (a pull, a swap): put right what was computed from it and publish. */
  readonly onDataChanged?: () => void;
  /** After sign-in and sign-out. */
  readonly onOperatorChanged?: () => void;
}

/** Receiving and packing also take what scan routing has found out; their own files say which meanings they know. */
export type CreateService<S extends StationService = StationService> = (context: HostContext) => S;

/** Scans of all channels end here: method scan.submit (wedge, screen) and the devices. */
export interface ScanService extends StationService {
  /** Finds what the code means and does it. Never throws: a failure is a refused feedback. The host signals the feedback of device scans. */
  submit(scan: Scan): Promise<Feedback>;
}
