import { DEVICE_KINDS, type DeviceKind } from '@serialbridge/protocol/station';
import { useT } from '../../../i18n/index.ts';
import { IconBarcode, IconPrinter, IconScale } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { Choice } from './choice.tsx';
import classes from './setup.module.css';

const ICON = { scanner: IconBarcode, scale: IconScale, printer: IconPrinter } as const;

/** What is it? */
export function KindStep({
  kind,
  onKind,
}: {
  kind: DeviceKind | null;
  onKind: (kind: DeviceKind) => void;
}): ReactElement {
  const t = useT();
  return (
    <div className={classes['choices']} role="radiogroup" aria-label={t('ui.setup.step.kind')}>
      {DEVICE_KINDS.map((one, index) => {
        const Icon = ICON[one];
        return (
          <Choice
            key={one}
            group="kind"
            checked={kind === one}
            focus={kind === one || (kind === null && index === 0)}
            onChoose={() => onKind(one)}
            title={t(`ui.device-kind.${one}`)}
            hint={t(`ui.setup.kind.${one}`)}
            icon={<Icon size={32} aria-hidden="true" />}
          />
        );
      })}
    </div>
  );
}
