import type { ReceivingLine } from '@serialbridge/protocol/station';
import { CountMeter, EmptyState, Panel, ProductPicture } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { IconBarcode } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import classes from './document-screen.module.css';
import { serialCount, unitCount, wantsSerials } from './next-step.ts';

/** The line in hand: picture, name, and the count, readable across the bench. */
export function LineCard({ line }: { line: ReceivingLine | null }): ReactElement {
  const t = useT();
  if (line === null) {
    return (
      <Panel className={classes['card']}>
        <EmptyState icon={<IconBarcode size={48} stroke={1.5} />} title={t('receivebridge.card.none')} />
      </Panel>
    );
  }
  const serials = wantsSerials(line);
  const count = serials ? serialCount(line) : unitCount(line);
  return (
    <Panel className={classes['card']}>
      <div className={classes['card-body']} data-testid="line-card" data-line-id={line.line_id}>
        <ProductPicture name={line.product.name} picture={line.product.picture} size={8.5} />
        <div className={classes['card-words']}>
          <CountMeter
            done={count.done}
            total={count.total}
            label={t(serials ? 'receivebridge.card.serials' : 'receivebridge.card.units')}
          />
        </div>
        <div className={classes['card-names']}>
          <strong>{line.product.sku}</strong>
          <span>{line.product.name}</span>
          {line.product.serial_hint === null ? null : (
            <span className={classes['muted']}>{t(line.product.serial_hint)}</span>
          )}
        </div>
      </div>
    </Panel>
  );
}
