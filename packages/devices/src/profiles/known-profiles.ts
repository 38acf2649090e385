import hidPosAccessIs from './hid-pos-access-is.json' with { type: 'json' };
import hidPosDatalogicZebra from './hid-pos-datalogic-zebra.json' with { type: 'json' };
import hidPosHoneywell from './hid-pos-honeywell.json' with { type: 'json' };
import hidPosNewland from './hid-pos-newland.json' with { type: 'json' };
import hidPosScanner from './hid-pos-scanner.json' with { type: 'json' };
import lineScanner from './line-scanner.json' with { type: 'json' };
import lineScannerNoSuffix from './line-scanner-no-suffix.json' with { type: 'json' };
import zpl203 from './zpl-203.json' with { type: 'json' };
import zpl203NoStatus from './zpl-203-no-status.json' with { type: 'json' };
import zpl300 from './zpl-300.json' with { type: 'json' };
import { SCALE_PROTOCOLS } from '../protocols/scale-protocols.ts';
import { type Profile, profileSchema } from './profile.ts';

/** The profiles that come with the product, parsed: a wrong file fails at start, by name. */
export const KNOWN_PROFILES: ReadonlyMap<string, Profile> = new Map(
  [
    hidPosAccessIs,
    hidPosDatalogicZebra,
    hidPosHoneywell,
    hidPosNewland,
    hidPosScanner,
    lineScanner,
    lineScannerNoSuffix,
    ...Object.values(SCALE_PROTOCOLS).flatMap(({ profiles }) => profiles),
    zpl203,
    zpl203NoStatus,
    zpl300,
  ].map((data) => {
    const profile = profileSchema.parse(data);
    return [profile.profile, profile];
  }),
);
