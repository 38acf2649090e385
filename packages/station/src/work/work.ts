import { touches, type ChangedKeys } from '@serialbridge/cache';
import type { EventDraft } from '@serialbridge/core/events';
import type { Entity } from '@serialbridge/core/model';
import type { Decision, Outcome } from '@serialbridge/core/scan';
import type { Feedback, LastScan } from '@serialbridge/protocol/station';
import type { z } from 'zod';
import type { HostContext } from '../contract/host-context.ts';
import { DraftNotes } from './draft-notes.ts';
import { feedbackOf } from './feedback.ts';
import type { ScanTarget } from './scan-target.ts';

const MOST_SCANS = 50;

/** What every machine of work keeps beside its own state: what can be undone, oldest first. */
interface Undoable<E> {
  readonly undo: readonly E[];
}

/** The open document with its counts. They are read from the ledger once, and then counted on with every event. */
export interface WorkDraft {
  /** The receiving session, or the order. */
  readonly subject_id: string;
  /** Counts what was just recorded. */
  apply(events: readonly EventDraft[]): void;
  /** True if `refresh` reads one of the changed rows. */
  isTouchedBy(changed: ChangedKeys): boolean;
  /** Reads central's rows of it again. Throws CallError when it is not in the cache any more. */
  refresh(): void;
  knowsSerial(serial_norm: string): boolean;
  holdsUnit(unit_id: string): boolean;
}

/** What receiving, packing or another work says of itself. */
export interface WorkKind<S extends Undoable<E>, E extends object, D extends WorkDraft> {
  readonly topic: 'receiving' | 'packing';
  /** What the topic shows beside the draft. */
  readonly shown: readonly Entity[];
  /** Nothing is open. */
  readonly start: S;
  /** The state as it is kept over a restart, without its undo list. */
  readonly state: z.ZodType<Omit<S, 'undo'>>;
  /** One entry of the undo list. */
  readonly undone: z.ZodType<E>;
  /** What is open in this state; null: nothing. */
  subjectOf(state: S): string | null;
  /** The draft of what was open before a restart; null: it was finished meanwhile. Throws CallError when it is not in the cache. */
  load(state: S): D | null;
  /** How the machine goes on after the cache changed under an open draft. The draft was refreshed before. Null: the work was finished elsewhere. */
  goOn(state: S, draft: D): S | null;
  /** The one unit that these events took in, by which the scan can be undone; null: none, or several. */
  unitOf(events: readonly EventDraft[]): string | null;
}

interface CommitOptions<D> {
  /** What was scanned; null: it was no scan. */
  readonly text?: string | null;
  /** What is open if the machine goes on with something; left out: what is open now. */
  readonly draft?: D | null;
  readonly approved_by?: string | null;
  readonly override_token?: string | null;
}

/**
 * The work under way at a station: a machine of core that decides, and the draft on which it decides. Receiving and packing each ask their machine
 * and commit what it decided. Restoring, recording, the last scans and the screens are the same for both.
 */
export class Work<S extends Undoable<E>, E extends object, D extends WorkDraft> {
  readonly #context: Pick<HostContext, 'clock' | 'log' | 'pairing' | 'record' | 'screens'>;
  readonly #kind: WorkKind<S, E, D>;
  readonly #notes: DraftNotes<E>;
  #state: S;
  #draft: D | null = null;
  #restored = false;
  /** Newest first, refused ones too. */
  #scans: readonly LastScan[] = [];

  constructor(context: HostContext, kind: WorkKind<S, E, D>) {
    this.#context = context;
    this.#kind = kind;
    this.#state = kind.start;
    this.#notes = new DraftNotes(context.record, kind.topic, kind.undone);
  }

  get state(): S {
    this.#restore();
    return this.#state;
  }

  get draft(): D | null {
    this.#restore();
    return this.#draft;
  }

  /** The last scans; those whose unit is still where they put it can be undone. */
  get scans(): LastScan[] {
    const { draft } = this;
    return this.#scans.map((scan) => {
      const undoable = scan.unit_id !== null && draft?.holdsUnit(scan.unit_id) === true;
      return { ...scan, undoable, unit_id: undoable ? scan.unit_id : null };
    });
  }

  /**
   * Records what the machine decided, and only then shows it. The order is the promise of this product: a person who hears "accepted" puts the unit on
   * the shelf and throws the box away, so by then the event must be on the disk. If the disk is full or the power goes before that, the exception goes
   * to the screen as a refusal, and machine, draft and last scans still are what they were: the same scan can simply be made again. If the power goes
   * after it, the notes that were written in the same transaction bring the machine back to where the events stand, neither one scan behind nor
   * one ahead. That is why nothing of `this` changes before `append` has returned, and why nothing after it may fail.
   */
  commit(decision: Decision<S>, options: CommitOptions<D> = {}): Feedback {
    const { text = null, draft = this.draft, approved_by = null, override_token = null } = options;
    const { clock, record, screens } = this.#context;
    const { events, state } = decision;
    const feedback = feedbackOf(clock, decision.outcome, text, override_token);
    const unit_id = this.#kind.unitOf(events);
    const { notes: remember, kept } = this.#notes.plan(state, scanOf(feedback, unit_id));
    const moved = events.length > 0 || state !== this.#state;
    if (events.length > 0) record.append(events, { remember, approved_by });
    else if (moved) record.remember(remember);
    if (moved) kept();
    draft?.apply(events);
    const subject = this.#kind.subjectOf(state);
    if (subject === null && this.#kind.subjectOf(this.#state) !== null) this.#scans = [];
    this.#draft = subject === null ? null : draft;
    this.#state = state;
    this.#keepScan(feedback, unit_id);
    screens.publish(this.#kind.topic);
    return feedback;
  }

  /** Commits the decision to open `draft`. A refused decision leaves the open document as it was. */
  open(draft: D, decision: Decision<S>, text: string | null): Feedback {
    const opened = this.#kind.subjectOf(decision.state) === draft.subject_id;
    return this.commit(decision, opened ? { text, draft } : { text });
  }

  /** Shows feedback of which nothing is recorded. */
  say(outcome: Outcome, text: string | null): Feedback {
    const feedback = feedbackOf(this.#context.clock, outcome, text);
    this.#keepScan(feedback, null);
    this.#context.screens.publish(this.#kind.topic);
    return feedback;
  }

  /** Where scan routing leads; the work adds what it expects and what it does with a meaning. */
  target(own: Pick<ScanTarget, 'expectation' | 'opensByTote' | 'act'>): ScanTarget {
    return {
      ...own,
      knowsSerial: (text) => this.draft?.knowsSerial(text) ?? false,
      say: (outcome, text) => this.say(outcome, text),
    };
  }

  /** The cache changed. The open document stays open if it still exists and nobody finished it elsewhere. */
  dataChanged(changed: ChangedKeys): void {
    const { state, draft } = this;
    const isTouched = changed === 'all' || draft?.isTouchedBy(changed) === true;
    if (!isTouched && !touches(changed, ...this.#kind.shown)) return;
    if (draft !== null && isTouched) {
      let next: S | null = null;
      try {
        draft.refresh();
        next = this.#kind.goOn(state, draft);
      } catch (error) {
        // This happens in the middle of a change of scope. What was counted waits in the ledger until the document is opened again.
        this.#context.log.warn({ err: error, topic: this.#kind.topic }, 'the open work is not in the cache any more');
      }
      this.#state = next ?? this.#kind.start;
      if (next === null) this.#draft = null;
    }
    this.#context.screens.publish(this.#kind.topic);
  }

  /**
   * Restores the work as it was before the restart. This happens at the first question after the station is paired, not at the start: before that
   * there is no cache to read the draft from, and nobody to work. The notes say what was open and what can be undone. The counts are never taken from
   * the notes. They are read from the ledger, so a note that lags behind, or a draft that another station has saved meanwhile, cannot bring back what
   * is no longer true.
   */
  #restore(): void {
    const { pairing, log } = this.#context;
    if (this.#restored || pairing.identity() === null) return;
    this.#restored = true;
    const kept = this.#notes.restore();
    const parsed = this.#kind.state.safeParse(kept?.state);
    if (kept === null || !parsed.success) return;
    // The schema is the state's own, and the undo list is the part it leaves out.
    const state = { ...parsed.data, undo: kept.undo } as S;
    if (this.#kind.subjectOf(state) === null) return;
    try {
      const draft = this.#kind.load(state);
      if (draft === null) return;
      this.#state = state;
      this.#draft = draft;
      this.#scans = kept.scans.toSorted((one, other) => other.at - one.at).slice(0, MOST_SCANS);
    } catch (error) {
      log.warn({ err: error, topic: this.#kind.topic }, 'the open work could not be restored');
    }
  }

  #keepScan(feedback: Feedback, unit_id: string | null): void {
    const scan = scanOf(feedback, unit_id);
    if (scan !== null) this.#scans = [scan, ...this.#scans].slice(0, MOST_SCANS);
  }
}

/** Null for what was no scan. */
function scanOf(feedback: Feedback, unit_id: string | null): LastScan | null {
  if (feedback.text === null) return null;
  const { feedback_id, at, level, text, headline } = feedback;
  return { feedback_id, at, level, text, headline, unit_id, undoable: unit_id !== null };
}
