import type { Feedback, PackingState } from '@serialbridge/protocol/station';
import { ActionButton, CodeText, Dialog } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import { DialogScans, useSession, VerdictMark, usePolicy } from '@serialbridge/ui/station';
import { useEffect, useState, type ReactElement } from 'react';
import { missing } from '../step/packing-facts.ts';
import classes from './dialogs.module.css';

const isWrongItem = (feedback: Feedback): boolean =>
  feedback.level === 'refused' &&
  [feedback.headline, ...feedback.findings].some(({ code }) => code === 'packing.wrong-item');

/**
 * Where the policy wants it, a wrong item stops the work until somebody has taken note: OK by key, touch or card. What is scanned meanwhile
 * is refused aloud, so that nobody packs on blindly.
 */
export function WrongItemDialog({ packing }: { packing: PackingState }): ReactElement {
  const t = useT();
  const session = useSession();
  const wanted = usePolicy('packing.wrong_item_message_box');
  const [held, setHeld] = useState<Feedback | null>(null);
  useEffect(() => {
    if (!wanted) return undefined;
    return session.feedback.subscribe(({ last }, before) => {
      if (last !== null && last !== before.last && isWrongItem(last)) setHeld(last);
    });
  }, [session, wanted]);
  const close = (): void => setHeld(null);
  const open = packing.lines.filter((line) => missing(line) > 0);
  return (
    <Dialog
      opened={held !== null}
      onClose={close}
      title={t('shipbridge.wrong-item.title')}
      width="44rem"
      actions={
        <ActionButton
          label={t('shipbridge.wrong-item.ok')}
          keys="F8"
          size="lg"
          variant="filled"
          onAct={close}
          data-autofocus
          data-testid="wrong-item-ok"
        />
      }
    >
      {held === null ? null : (
        <div className={classes['wrong']} data-testid="wrong-item">
          <DialogScans onOk={close} onCancel={close} />
          <VerdictMark level="refused" className={classes['mark']} />
          <div>
            {held.text === null ? null : <CodeText value={held.text} size="xl" />}
            <p className={classes['wrong-words']}>{t(held.headline)}</p>
            <p className={classes['note']}>
              {t(open.length === 0 ? 'shipbridge.wrong-item.nothing-open' : 'shipbridge.wrong-item.put-aside')}
            </p>
            <ul className={classes['expected']}>
              {open.slice(0, 5).map((line) => (
                <li key={line.order_line_id}>
                  <strong>{line.product.sku}</strong> {line.product.name}
                </li>
              ))}
            </ul>
          </div>
        </div>
      )}
    </Dialog>
  );
}
