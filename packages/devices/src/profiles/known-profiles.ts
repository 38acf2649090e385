import hidScales from './hid-scales.json' with { type: 'json' };
import hidScanners from './hid-scanners.json' with { type: 'json' };
import lineScanner from './line-scanner.json' with { type: 'json' };
import lineScannerNoSuffix from './line-scanner-no-suffix.json' with { type: 'json' };
import mettlerToledo from './mettler-toledo-mt-sics.json' with { type: 'json' };
import mtSicsAnyWidth from './mt-sics-any-width.json' with { type: 'json' };
import zpl203 from './zpl-203.json' with { type: 'json' };
import zpl203NoStatus from './zpl-203-no-status.json' with { type: 'json' };
import zpl300 from './zpl-300.json' with { type: 'json' };
import { type Profile, profileSchema } from './profile.ts';

/** The profiles that come with the product, parsed: a wrong file fails at start, by name. */
export const KNOWN_PROFILES: ReadonlyMap<string, Profile> = new Map(
  [
    ...hidScanners,
    ...hidScales,
    lineScanner,
    lineScannerNoSuffix,
    mettlerToledo,
    mtSicsAnyWidth,
    zpl203,
    zpl203NoStatus,
    zpl300,
  ].map((data) => {
    const profile = profileSchema.parse(data);
    return [profile.profile, profile];
  }),
);
