import { z } from 'zod';
import {
  Id,
  Instant,
  OperatorRow,
  PolicyLevel,
  PolicyValueRow,
  Quantity,
  ShortText,
  StationKind,
  StationRow,
} from '@serialbridge/core/model';
import { RightName } from '@serialbridge/core/rights';
import { edited } from './paging.ts';
import { Pin } from './session.ts';

/** What a station's cache holds: rows of every warehouse, or those of its own. */
export const StationScope = z.enum(['tenant', 'warehouse']);
export type StationScope = z.infer<typeof StationScope>;

/** A station as the console shows it. `online`: heard within the last two minutes. */
export const StationListRow = StationRow.extend({
  ...edited,
  warehouse_code: ShortText,
  computer_name: ShortText.nullable(),
  software: ShortText.nullable(),
  last_seen_at: Instant.nullable(),
  online: z.boolean(),
  /** Events not acknowledged when last seen. */
  backlog: Quantity,
  /** Central's clock minus the station's, when last seen; null: not known. */
  clock_offset_ms: z.number().int().nullable(),
  cache_version: Quantity.nullable(),
  /** A pairing code that can still be used; the code itself is shown once, when it is made. */
  pairing_expires_at: Instant.nullable(),
  scope: StationScope,
  /** The last comparison of its cache with central; null: none yet. */
  comparison: z
    .object({
      compared_at: Instant,
      ranges_differed: Quantity,
      rows_repaired: Quantity,
      /** Rows put right since the station was made. */
      total_repaired: Quantity,
    })
    .nullable(),
  /** A person asked for a comparison that has not come yet. */
  comparison_asked: z.boolean(),
}).meta({ id: 'StationListRow' });
export type StationListRow = z.infer<typeof StationListRow>;
export const StationList = z.object({
  rows: z.array(StationListRow),
  now: Instant,
  version: Quantity,
  /** Of central's own key, as each station shows it too, so that two people can compare them. */
  central_fingerprint: ShortText,
});

export const StationInput = z
  .object({ name: ShortText.min(1), kind: StationKind, warehouse_id: Id, scope: StationScope.optional() })
  .meta({ id: 'StationFields' });
export type StationInput = z.infer<typeof StationInput>;
export const StationEdit = StationInput.extend(edited).meta({ id: 'StationEdit' });
/** `pairing_code` as shown to a person: `ABCD-EFGH`; good once, until `expires_at`. Case and dash do not matter when typed. */
export const PairingCode = z
  .object({ station_id: Id, pairing_code: ShortText, expires_at: Instant })
  .meta({ id: 'PairingCode' });
export type PairingCode = z.infer<typeof PairingCode>;

/** `must-change`: the station asks for a new one at the next sign-in that reaches central. */
export const PinState = z.enum(['none', 'set', 'must-change']);
export type PinState = z.infer<typeof PinState>;

export const OperatorListRow = OperatorRow.omit({ pin_changed_at: true })
  .extend({ ...edited, pin_state: PinState })
  .meta({ id: 'OperatorListRow' });
export type OperatorListRow = z.infer<typeof OperatorListRow>;
export const OperatorList = z.object({ rows: z.array(OperatorListRow) });

/**
 * `pin` left out: stays as it is (none for a new operator); null: taken away. `pin_must_change` left out: a PIN that an admin gives to somebody who is
 * known already must be changed, because two people know it; a new person's need not.
 */
export const OperatorInput = z
  .object({
    code: ShortText.min(1),
    name: ShortText.min(1),
    /** The code of a built-in role or of one that the house made. */
    role: ShortText.min(1),
    badge: ShortText.min(1).nullable(),
    pin: Pin.nullable().optional(),
    pin_must_change: z.boolean().optional(),
    warehouse_ids: z.array(Id).nullable(),
    active: z.boolean(),
  })
  .meta({ id: 'OperatorFields' });
export type OperatorInput = z.infer<typeof OperatorInput>;
export const OperatorEdit = OperatorInput.extend(edited).meta({ id: 'OperatorEdit' });

/** `pin` null: there is none to compare (it was taken away, or expired with a station). */
export const ChangePin = z
  .object({ pin: z.string().max(64).nullable(), new_pin: z.string().max(64) })
  .meta({ id: 'ChangePin' });
export type ChangePin = z.infer<typeof ChangePin>;

/** People whose present PIN lies on a station: whoever has its disk can try PINs. */
export const PinsOnStation = z.object({
  people: z.array(OperatorRow.pick({ operator_id: true, code: true, name: true, role: true })),
});
export type PinsOnStation = z.infer<typeof PinsOnStation>;
/** `expire_pins`: of those people; they get new ones from an admin, or choose one in the console. */
export const RevokeStation = z.object({ expire_pins: z.boolean().optional() }).meta({ id: 'RevokeStation' });

/** A policy key as core's `describePolicy()` says it; `label_key` names its sentence in resources/locales. Only built keys are listed. */
export const PolicyKeyView = z
  .object({
    key: ShortText,
    group: ShortText,
    label_key: ShortText,
    meaning: z.string(),
    type: z.enum(['switch', 'choice', 'integer', 'number', 'text']),
    /** Of a choice; empty otherwise. */
    options: z.array(ShortText),
    min: z.number().nullable(),
    max: z.number().nullable(),
    unit: ShortText.nullable(),
    default: z.json(),
    levels: z.array(PolicyLevel),
    /** The right that it takes to change it. */
    who: RightName,
    /** By the rights of whoever asks. */
    may_change: z.boolean(),
  })
  .meta({ id: 'PolicyKeyView' });
export type PolicyKeyView = z.infer<typeof PolicyKeyView>;
export const PolicyView = z
  .object({ policy_version: Quantity, keys: z.array(PolicyKeyView), values: z.array(PolicyValueRow) })
  .meta({ id: 'PolicyView' });
export type PolicyView = z.infer<typeof PolicyView>;

/** Null takes a value back, so that the next level's value applies. `level_id` is '' for the tenant. */
export const PolicyChangeRequest = z
  .object({
    changes: z
      .array(
        z.object({
          level: PolicyLevel,
          level_id: z.union([z.literal(''), Id]),
          key: ShortText,
          value: z.json().nullable(),
        }),
      )
      .min(1)
      .max(500),
  })
  .meta({ id: 'PolicyChangeRequest' });
export type PolicyChangeRequest = z.infer<typeof PolicyChangeRequest>;
