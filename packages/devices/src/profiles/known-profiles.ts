import hidPosAccessIs from './hid-pos-access-is.json' with { type: 'json' };
import hidPosDatalogicZebra from './hid-pos-datalogic-zebra.json' with { type: 'json' };
import hidPosHoneywell from './hid-pos-honeywell.json' with { type: 'json' };
import hidPosNewland from './hid-pos-newland.json' with { type: 'json' };
import hidPosScanner from './hid-pos-scanner.json' with { type: 'json' };
import hidScale from './hid-scale.json' with { type: 'json' };
import hidScaleDymo from './hid-scale-dymo.json' with { type: 'json' };
import hidScaleFairbanks from './hid-scale-fairbanks.json' with { type: 'json' };
import hidScaleMettlerToledo from './hid-scale-mettler-toledo.json' with { type: 'json' };
import hidScalePostal from './hid-scale-postal.json' with { type: 'json' };
import hidScaleStamps510 from './hid-scale-stamps-510.json' with { type: 'json' };
import lineScanner from './line-scanner.json' with { type: 'json' };
import lineScannerNoSuffix from './line-scanner-no-suffix.json' with { type: 'json' };
import mettlerToledo from './mettler-toledo-mt-sics.json' with { type: 'json' };
import mtSicsAnyWidth from './mt-sics-any-width.json' with { type: 'json' };
import zpl203 from './zpl-203.json' with { type: 'json' };
import zpl203NoStatus from './zpl-203-no-status.json' with { type: 'json' };
import zpl300 from './zpl-300.json' with { type: 'json' };
import mettlerToledo8217 from './mettler-toledo-8217.json' with { type: 'json' };
import mettlerToledo8217Kg from './mettler-toledo-8217-kg.json' with { type: 'json' };
import nciScp01 from './nci-scp-01.json' with { type: 'json' };
import nciEcr from './nci-ecr.json' with { type: 'json' };
import sma from './sma.json' with { type: 'json' };
import and from './and.json' with { type: 'json' };
import ohaus from './ohaus.json' with { type: 'json' };
import toledoContinuous from './toledo-continuous.json' with { type: 'json' };
import toledoContinuousNoChecksum from './toledo-continuous-no-checksum.json' with { type: 'json' };
import adamCpwplus from './adam-cpwplus.json' with { type: 'json' };
import diniArgeo from './dini-argeo.json' with { type: 'json' };
import radwagPue from './radwag-pue.json' with { type: 'json' };
import radwag from './radwag.json' with { type: 'json' };
import { type Profile, profileSchema } from './profile.ts';

/** The profiles that come with the product, parsed: a wrong file fails at start, by name. */
export const KNOWN_PROFILES: ReadonlyMap<string, Profile> = new Map(
  [
    hidPosAccessIs,
    hidPosDatalogicZebra,
    hidPosHoneywell,
    hidPosNewland,
    hidPosScanner,
    hidScale,
    hidScaleDymo,
    hidScaleFairbanks,
    hidScaleMettlerToledo,
    hidScalePostal,
    hidScaleStamps510,
    lineScanner,
    lineScannerNoSuffix,
    mettlerToledo,
    mtSicsAnyWidth,
    mettlerToledo8217,
    mettlerToledo8217Kg,
    nciScp01,
    nciEcr,
    sma,
    and,
    ohaus,
    toledoContinuous,
    toledoContinuousNoChecksum,
    adamCpwplus,
    diniArgeo,
    radwag,
    radwagPue,
    zpl203,
    zpl203NoStatus,
    zpl300,
  ].map((data) => {
    const profile = profileSchema.parse(data);
    return [profile.profile, profile];
  }),
);
