import { z } from 'zod';
import { Grams, Id, ShortText } from '@serialbridge/core/model';
import type { StationMethodDeclaration } from './callers.ts';
import { DeviceConfig, DeviceLink } from './device-config.ts';
import { LabelPreview, ProfileRow } from './devices-state.ts';

const Nothing = z.object({});
const OfDevice = { device_id: ShortText };

/** Methods of the device screen. What they change is seen in topic `devices`. */
export const DEVICE_METHODS = {
  /** A simulated scanner or scale, where the station was started with one (demo, support). */
  'devices.simulate': {
    who: 'anybody',
    before_pairing: true,
    params: z.union([
      z.object({ scan: z.string().max(20_000) }),
      z.object({ weight_g: Grams, stable: z.boolean() }),
      z.object({ device: ShortText, unplug: z.boolean() }),
    ]),
    result: Nothing,
  },
  /** Looks for devices now, not at the next slow look. */
  'devices.refresh': { who: 'signed-in', before_pairing: true, params: Nothing, result: Nothing },
  /** Sets a device up, or changes it; kept over restarts. All faults at once (`device.config`). */
  'devices.save': {
    who: 'devices.set-up',
    before_pairing: true,
    params: z.object({ config: DeviceConfig }),
    result: Nothing,
  },
  /** Forgets a saved device; one recognised by itself is ignored from then on, until it is saved again. */
  'devices.remove': { who: 'devices.set-up', before_pairing: true, params: z.object(OfDevice), result: Nothing },
  /**
   * While somebody looks at the device screen, scans are only tried: read, shown and sounded, and nothing is done with them. The screen says so
   * every few seconds; a screen that is gone without a word is forgotten after 15 s.
   */
  'devices.try_scans': {
    who: 'signed-in',
    before_pairing: true,
    params: z.object({ on: z.boolean() }),
    result: Nothing,
  },
  'devices.list_profiles': {
    who: 'signed-in',
    before_pairing: true,
    params: Nothing,
    result: z.object({ profiles: z.array(ProfileRow) }),
  },
  /** Adds or changes a profile of this station. All faults at once (`device.profile`). */
  'devices.save_profile': {
    who: 'devices.set-up',
    before_pairing: true,
    params: z.object({ profile: z.json() }),
    result: Nothing,
  },
  'devices.remove_profile': {
    who: 'devices.set-up',
    before_pairing: true,
    params: z.object({ profile: ShortText }),
    result: Nothing,
  },
  /** Test USB Scale: asks the scale all the time until told otherwise, or for two minutes. Nothing is saved. */
  'devices.test_scale': {
    who: 'signed-in',
    before_pairing: true,
    params: z.object({ ...OfDevice, on: z.boolean() }),
    result: Nothing,
  },
  /** Refused with `device.zero-refused`, `device.zero-out-of-range`, `device.cannot-zero`, `device.silent`. */
  'devices.zero': { who: 'signed-in', before_pairing: true, params: z.object(OfDevice), result: Nothing },
  /** Opens a line without a profile and shows its bytes; null closes it. A device of the station gives its line up for that long. */
  'devices.listen': {
    who: 'devices.set-up',
    before_pairing: true,
    params: z.object({ link: DeviceLink.nullable() }),
    result: Nothing,
  },
  /**
   * What stood around the code that was printed, in what was heard since `listen`: refused with `device.learn-nothing` (no bytes yet) or
   * `device.learn-not-found` (bytes, but not this code).
   */
  'devices.learn_scanner': {
    who: 'devices.set-up',
    before_pairing: true,
    params: z.object({ printed: ShortText.min(4) }),
    result: z.object({
      /** As text; control characters as they are. */
      prefix: z.string(),
      suffix: z.string(),
      aim_id: ShortText.nullable(),
      framer: ShortText,
      warnings: z.array(z.object({ code: z.string(), params: z.record(z.string(), z.string()) })),
    }),
  },
  /** Tries every protocol and usual speed at a line until one answers; null stops it. */
  'devices.probe_scale': {
    who: 'devices.set-up',
    before_pairing: true,
    params: z.object({ link: DeviceLink.nullable() }),
    result: Nothing,
  },
  'devices.print_test': { who: 'signed-in', before_pairing: true, params: z.object(OfDevice), result: Nothing },
  /** Asks the printer how it is (`~HS`). */
  'devices.printer_status': { who: 'signed-in', before_pairing: true, params: z.object(OfDevice), result: Nothing },
  'devices.cancel_job': {
    who: 'signed-in',
    before_pairing: true,
    params: z.object({ ...OfDevice, job_id: Id }),
    result: Nothing,
  },
  'devices.retry_job': {
    who: 'signed-in',
    before_pairing: true,
    params: z.object({ ...OfDevice, job_id: Id }),
    result: Nothing,
  },
  /** The label of a unit, as it would be printed. */
  'devices.preview_label': { who: 'signed-in', params: z.object({ unit_id: Id }), result: LabelPreview },
  /** Prints the label of a unit; any unit's, at any station. Without `device_id`: the station's only printer. */
  'devices.print_label': {
    who: 'signed-in',
    params: z.object({ unit_id: Id, device_id: ShortText.nullable(), copies: z.number().int().min(1).max(100) }),
    result: Nothing,
  },
} as const satisfies Record<string, StationMethodDeclaration>;
