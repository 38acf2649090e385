import type { ChangedKeys, ReadHandle } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import type { Applied, LedgerView } from '@serialbridge/core/ledger';
import type { Entity, OperatorRow } from '@serialbridge/core/model';
import type { Right } from '@serialbridge/core/rights';
import type { EffectivePolicy, PolicyKey, PolicyValue } from '@serialbridge/core/policy';
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
  /** Of central's pinned key, as people compare it; null: none is pinned yet. */
  readonly central_fingerprint: string | null;
}

/** An event that is now in ops.db, with what the fold made of it here (central may add cases that this station can't know of). */
interface Appended {
  readonly envelope: Envelope;
  readonly applied: Applied;
}

interface AppendOptions {
  /** The supervisor who signed for it; also stands in the bodies that name one. */
  readonly approved_by?: string | null;
  /**
   * Notes of this service to keep in the same transaction (which session is open, which line …), by name; null forgets. They are read back
   * with `recall` after a restart, so what the screen showed and what was recorded never differ.
   */
  readonly remember?: Readonly<Record<string, unknown>>;
}

export interface Clock {
  /** Milliseconds since 1970, the station's clock. */
  readonly now: () => number;
  /** A new UUIDv7. */
  readonly newId: () => string;
}

export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
}

/** What this computer is in the warehouse. */
export interface Pairing {
  /** Null until paired: everything but pairing is then refused with `station.not-paired` before a service is asked. */
  identity(): StationIdentity | null;
  /** The identity; throws CallError `station.not-paired`. */
  station(): StationIdentity;
}

/** The present: what the cache shows, with the own events that it does not show yet laid over it. */
export interface Ledger {
  /** Rows by key, for rules and the fold. */
  readonly view: LedgerView;
  /** The same rows for lists: SQL over `live_<entity>`. */
  readonly read: ReadHandle;
}

/** What is kept beside the events by name, as JSON; it outlives a restart. */
export interface Notes {
  /** Keeps notes without an event; one commit. */
  remember(notes: Readonly<Record<string, unknown>>): void;
  /** A note kept before, as JSON gave it back (parse it); undefined: none. */
  recall(name: string): unknown;
}

/** The only way in which anything is written. */
export interface Recorder extends Notes {
  /**
   * Records events in one transaction and one fsync: sequence, hash chain, overlay. Returns only after the commit is on disk. Throws CallError
   * `rights.*`, `ops.disk-full`, `ops.unwritable`, `ops.locked`, `ops.event-too-large`, `ops.event-invalid` (what central would refuse for its
   * form): then nothing at all was recorded. Signed with operators.current()
   * (null if nobody is signed in). At most 128 KiB an event, so at most 500 units in one.
   */
  append(drafts: readonly EventDraft[], options?: AppendOptions): readonly Appended[];
}

/** Sign-in, badges and approvals. What is refused throws CallError (`auth.*`). */
export interface Operators {
  current(): OperatorRow | null;
  /** The signed-in operator; throws CallError `auth.required`. */
  signedIn(): OperatorRow;
  /** What whoever is signed in may do; nobody may do anything. A right taken away is gone with the pull that says so. */
  rights(): ReadonlySet<Right>;
  /** As method station.sign_in; resolves when signed in. Wrong tries are delayed, counted and locked. */
  signIn(request: MethodParams<'station.sign_in'>): Promise<OperatorRow>;
  /** As method station.change_pin. Central is asked; without it refuses with what the line says. */
  changePin(request: MethodParams<'station.change_pin'>): Promise<OperatorRow>;
  signOut(): void;
  /** The operator with this badge, active and allowed in this warehouse; null: none. Reads only, signs nobody in. */
  withBadge(badge: string): OperatorRow | null;
  /** Checks another person's own code and PIN for an approval; refuses with `auth.forbidden` whoever may not release. */
  approve(approver: { readonly code: string; readonly pin: string }, right?: Right): Promise<OperatorRow>;
}

/** The options in force at this station. Cheap: what was worked out is kept until the options change. */
export interface PolicyReader {
  /** One option, at this station. */
  get<K extends PolicyKey>(key: K): PolicyValue<K>;
  /** All options, for this vendor and product if they are named. */
  at(about?: PolicyAbout): EffectivePolicy;
  version(): number;
}
export interface PolicyAbout {
  readonly vendor_id?: string | null;
  readonly product_id?: string | null;
}

/** How much the cache can be trusted. */
interface CacheFacts {
  /** Age of its data for warnings; null: it stands at central's head now. */
  ageMs(): number | null;
  /** True if it holds the rows of this station's warehouse only. */
  ownWarehouseOnly(): boolean;
}

/** The station's scale. */
export interface Scale {
  /** True if a scale is set up, whether or not it is plugged in now. */
  readonly present: boolean;
  /** A reading that began after this call: stable, or the state that kept it from being so (moving until the time is up, silent …). */
  readStable(options?: { readonly timeout_ms?: number }): Promise<WeightReading>;
}

/** The devices, as the work at the station needs them. */
export interface StationDevices {
  readonly scale: Scale;
  /** Shows a scan on the device screen, whichever way it came. */
  sawScan(scan: Scan): void;
  /** True while the device screen is open: scans are shown and nothing is done with them. */
  triesScans(): boolean;
}

/** The screens that are connected now. */
export interface Screens {
  /** Sends the topic's state anew to every screen; several calls before the event loop comes round are sent once. */
  publish(topic: StationTopic): void;
  /** Sounds and shows a feedback on every screen (signal `feedback`). For scans the host does it; for what happens without a call. */
  signal(feedback: Feedback): void;
}

/**
 * What a service of the host can ask for, each under its own name; a service says which of them it needs. Everything here is synchronous but what
 * waits for a person or a device: a scan is judged against the ledger and recorded before the event loop comes round, so no two scans are judged
 * against the same present.
 */
export interface HostContext {
  readonly app: App;
  readonly log: Log;
  readonly clock: Clock;
  readonly pairing: Pairing;
  readonly ledger: Ledger;
  readonly record: Recorder;
  readonly operators: Operators;
  readonly policy: PolicyReader;
  readonly cache: CacheFacts;
  readonly devices: StationDevices;
  readonly screens: Screens;
}

/** A handler of one method. `params` are parsed; what it throws as CallError goes to the screen, anything else becomes `internal`. */
type Handler<M extends StationMethod> = (params: MethodParams<M>) => MethodResult<M> | Promise<MethodResult<M>>;
export type Handlers = { readonly [M in StationMethod]?: Handler<M> };

/** What each service gives the host; a method belongs to exactly one service. */
export interface StationService {
  readonly methods: Handlers;
  /** The state of the service's own topics, made anew at each publish. */
  readonly topics: { readonly [T in StationTopic]?: () => TopicState<T> };
  /** After the cache changed (a pull, a swap): put right what was computed from these rows, and publish it if something was. */
  readonly onDataChanged?: (changed: ChangedKeys) => void;
  /** What the lists of this service are read from. */
  readonly listed?: readonly Entity[];
}

/** Scans of all channels end here: method scan.submit (wedge, screen) and the devices. */
export interface ScanService extends StationService {
  /** Finds what the code means and does it. Never throws: a failure is a refused feedback. The host signals the feedback of device scans. */
  submit(scan: Scan): Promise<Feedback>;
}
