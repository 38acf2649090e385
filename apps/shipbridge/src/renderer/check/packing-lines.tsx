import type { PackingLine, PackingState } from '@serialbridge/protocol/station';
import { CodeText, CountMeter, KeyHint, Panel, ProductPicture, useShortcut } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { useCall, usePolicy } from '@serialbridge/ui/station';
import { useEffect, useRef, type ReactElement } from 'react';
import { missing } from '../step/packing-facts.ts';
import classes from './check-step.module.css';

interface LineRowProps {
  readonly line: PackingLine;
  readonly current: boolean;
  /** Serials say which box they are in as soon as there is more than one. */
  readonly boxed: boolean;
  readonly onChoose: () => void;
}

function LineRow({ line, current, boxed, onChoose }: LineRowProps): ReactElement {
  const t = useT();
  const pictures = usePolicy('packing.show_thumbnails');
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView?.({ block: 'nearest' });
  }, [current]);
  const { product } = line;
  return (
    <li
      ref={row}
      className={classes['line']}
      data-testid="packing-line"
      data-line-id={line.order_line_id}
      data-sku={product.sku}
      data-packed={line.quantity_packed}
      data-quantity={line.quantity}
      data-current={current || undefined}
      data-full={missing(line) === 0 || undefined}
      onClick={onChoose}
    >
      {pictures ? <ProductPicture name={product.name} picture={product.picture} size={3.25} /> : <span />}
      <button type="button" className={classes['choose']} aria-pressed={current}>
        <span className={classes['line-sku']}>{product.sku}</span>
        <span className={classes['muted']}>{product.name}</span>
      </button>
      <div className={classes['meter']}>
        <CountMeter
          done={line.quantity_packed}
          total={line.quantity}
          label={t(`shipbridge.line.serials-${product.serial_policy}`)}
        />
      </div>
      <ul className={classes['chips']}>
        {line.serials.map((serial) => (
          <li
            key={serial.package_unit_id}
            className={classes['chip']}
            data-testid="packed-serial"
            data-serial={serial.serial_raw}
          >
            <CodeText value={serial.serial_raw} size="sm" />
            {boxed ? (
              <span className={classes['chip-box']}>{t('shipbridge.box.short', { box: serial.package_number })}</span>
            ) : null}
          </li>
        ))}
      </ul>
    </li>
  );
}

/** All lines of the order; the one in hand is chosen by scanning its product, or by the arrow keys. */
export function PackingLines({ packing }: { packing: PackingState }): ReactElement {
  const t = useT();
  const { call: choose } = useCall('packing.choose_line');
  const at = packing.lines.findIndex((line) => line.order_line_id === packing.current_line_id);
  const step = (by: 1 | -1): void => {
    const count = packing.lines.length;
    const to = at < 0 ? (by === 1 ? 0 : count - 1) : (at + by + count) % count;
    const line = packing.lines[to];
    if (line !== undefined) void choose({ order_line_id: line.order_line_id });
  };
  useShortcut('↓', t('shipbridge.lines.next'), () => step(1));
  useShortcut('↑', t('shipbridge.lines.previous'), () => step(-1));
  return (
    <Panel title={t('shipbridge.lines.title')} fill flush aside={<KeyHint keys="↑ ↓" />}>
      <ul className={classes['lines']}>
        {packing.lines.map((line) => (
          <LineRow
            key={line.order_line_id}
            line={line}
            current={line.order_line_id === packing.current_line_id}
            boxed={packing.packages.length > 1}
            onChoose={() => void choose({ order_line_id: line.order_line_id })}
          />
        ))}
      </ul>
    </Panel>
  );
}
