import { isNegative, voiceModel, type ScaleVoice } from '../parts/scale-model.ts';
import { NCI_STATUS, parseNci, readNciScp01 } from '../nci-scp-01/nci-scp-01.ts';
import type { MakeScaleProtocol, ScaleProtocolParts } from '../parts/protocol.ts';
import nciEcrProfile from './profiles/nci-ecr.json' with { type: 'json' };

/**
 * The ECR variant of NCI (Ohaus Aviator 7000 manual): the weight is `xx.xxx`, the status begins with S, and a load that
 * moves has a status only. Fairbanks calls its shipping protocol P SHIP and answers alike.
 */
const reader: MakeScaleProtocol = (options) => ({
  ...readNciScp01(options, { report_descriptor: null }),
  title: 'NCI ECR',
  parse: (frame) =>
    parseNci(frame, {
      width: options.value_width === undefined ? 6 : options.value_width,
      ecr: true,
      unit: options.unit ?? 'lb',
    }),
});

const voice: ScaleVoice = {
  unit: 'lb',
  places: 3,
  poll: 'W\r',
  zero: 'Z\r',
  zeroed: (done) => (done ? '\nS20\r\u0003' : '\nS10\r\u0003'),
  unknown: '\n?\r\u0003',
  say: (load, value) => {
    // its weight has no sign: below zero there is a status only
    const now = load === 'stable' && isNegative(value) ? 'under' : load;
    return now === 'stable'
      ? `\n${value.padStart(6, '0')}LB\r\nS${NCI_STATUS[now]}\r\u0003`
      : `\nS${NCI_STATUS[now]}\r\u0003`;
  },
};

export const nciEcr = {
  id: 'nci-ecr',
  make: reader,
  profiles: [nciEcrProfile],
  model: voiceModel(voice),
} as const satisfies ScaleProtocolParts;
