import type { PackingLine, PackingState } from '@serialbridge/protocol/station';
import { CountMeter, Panel, ProductPicture } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { usePolicy } from '@serialbridge/ui/station';
import { IconBarcode, IconCircleCheck } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { currentLine, missing, takesQuantity, unitsOf } from '../step/packing-facts.ts';
import classes from './check-step.module.css';
import { QuantityEntry } from './quantity-entry.tsx';

function InHand({ line }: { line: PackingLine }): ReactElement {
  const t = useT();
  const pictures = usePolicy('packing.show_thumbnails');
  const { product } = line;
  return (
    <div className={classes['card-body']} data-testid="current-line" data-line-id={line.order_line_id}>
      <div className={classes['head']}>
        {pictures ? <ProductPicture name={product.name} picture={product.picture} size={8} /> : null}
        <CountMeter done={line.quantity_packed} total={line.quantity} label={t('shipbridge.card.packed')} />
      </div>
      <div className={classes['names']}>
        <span className={classes['sku']}>{product.sku}</span>
        <span className={classes['name']}>{product.name}</span>
        {product.serial_hint === null ? null : <span className={classes['muted']}>{t(product.serial_hint)}</span>}
      </div>
      {takesQuantity(line) && missing(line) > 0 ? (
        <QuantityEntry key={`${line.order_line_id}-${line.quantity_packed}`} line={line} />
      ) : null}
    </div>
  );
}

function Nothing({ packing }: { packing: PackingState }): ReactElement {
  const t = useT();
  const { done, total } = unitsOf(packing);
  const all = done >= total;
  const Icon = all ? IconCircleCheck : IconBarcode;
  return (
    <div className={classes['card-body']}>
      <div className={classes['head']}>
        <Icon size={128} stroke={1.1} aria-hidden="true" />
        <CountMeter done={done} total={total} label={t('shipbridge.card.order')} />
      </div>
      <div className={classes['names']}>
        <span className={classes['say']}>{t(all ? 'shipbridge.card.all-in' : 'shipbridge.card.none')}</span>
        <span className={classes['muted']}>{t(all ? 'shipbridge.card.all-in-hint' : 'shipbridge.card.none-hint')}</span>
      </div>
    </div>
  );
}

/** The line in hand, readable across the bench; without one, how far the order is. */
export function CurrentCard({ packing }: { packing: PackingState }): ReactElement {
  const line = currentLine(packing);
  return (
    <Panel className={classes['card']}>{line === null ? <Nothing packing={packing} /> : <InHand line={line} />}</Panel>
  );
}
