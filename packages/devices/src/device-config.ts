import { z } from 'zod';
import { KNOWN_PROFILES } from './profiles/known-profiles.ts';
import { type ScaleProfile, type ScannerProfile, serialSettingsSchema } from './profiles/profile.ts';

const {
  baud,
  data_bits: dataBits,
  parity,
  stop_bits: stopBits,
  flow_control: flowControl,
} = serialSettingsSchema.shape;

const linkSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('serial'),
    /** On Linux best a name below /dev/serial/by-id: it stays when plugs are swapped. */
    path: z.string().min(1),
    baud: baud.unwrap().optional(),
    data_bits: dataBits.unwrap().optional(),
    parity: parity.unwrap().optional(),
    stop_bits: stopBits.unwrap().optional(),
    flow_control: flowControl.unwrap().optional(),
  }),
  z.object({ type: z.literal('simulated') }),
]);

/** One device as a station is set up with it. The profile gives what the link and the protocol leave open. */
export const deviceConfigSchema = z
  .object({
    device_id: z.string().min(1),
    name: z.string().min(1),
    kind: z.enum(['scanner', 'scale']),
    link: linkSchema,
    protocol: z.enum(['mt-sics', 'line-scanner']).optional(),
    profile: z.string().optional(),
  })
  .superRefine((config, context) => {
    const profile = profileOf(config);
    if (profile === undefined) {
      const known = [...KNOWN_PROFILES.keys()].join(', ');
      context.addIssue({ code: 'custom', path: ['profile'], message: `There is no such profile; there are ${known}.` });
      return;
    }
    if (profile.kind !== config.kind) {
      context.addIssue({
        code: 'custom',
        path: ['kind'],
        message: `The profile ${profile.profile} is of a ${profile.kind}.`,
      });
    }
    if (config.protocol !== undefined && config.protocol !== profile.protocol) {
      context.addIssue({
        code: 'custom',
        path: ['protocol'],
        message: `The profile ${profile.profile} speaks ${profile.protocol}.`,
      });
    }
  });
export type DeviceConfig = z.infer<typeof deviceConfigSchema>;
export type DeviceConfigInput = z.input<typeof deviceConfigSchema>;

const DEFAULTS = { scanner: 'line-scanner', scale: 'mettler-toledo-mt-sics' } as const;

/** The profile a configuration means: the one it names, or the usual one of its kind. */
export function profileOf(config: Pick<DeviceConfig, 'kind' | 'profile'>): ScannerProfile | ScaleProfile | undefined {
  return KNOWN_PROFILES.get(config.profile ?? DEFAULTS[config.kind]);
}
