import { Textarea, TextInput } from '@mantine/core';
import { useT } from '@serialbridge/ui/i18n';
import { type ReactElement, useState } from 'react';
import { useLocation } from 'wouter';
import { useAct } from '../../api/use-read.ts';
import { ADDRESS } from '../../components/addresses.ts';
import { SaveDialog } from '../../components/dialog-frame.tsx';

interface RmaLine {
  readonly sku: string;
  readonly quantity: number;
}

/** Lines typed as `SKU` or `SKU 2`; the numbers of the lines that cannot be read. */
function readRmaLines(text: string): { lines: RmaLine[]; wrong: number[] } {
  const lines: RmaLine[] = [];
  const wrong: number[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const words = line.trim();
    if (words === '') continue;
    const found = /^(\S.*?)(?:[\s,;]+(\d{1,6}))?$/u.exec(words);
    const quantity = Number(found?.[2] ?? 1);
    if (found?.[1] === undefined || quantity < 1) wrong.push(index + 1);
    else lines.push({ sku: found[1], quantity });
  }
  return { lines, wrong };
}

/** A return from a customer, by the order it refers to. */
export function RmaDialog({ onClose }: { onClose: () => void }): ReactElement {
  const t = useT();
  const [, navigate] = useLocation();
  const [number, setNumber] = useState('');
  const [order_number, setOrderNumber] = useState('');
  const [reason, setReason] = useState('');
  const [text, setText] = useState('');
  const create = useAct(
    (
      central,
      body: { number: string; order_number: string; reason: string | null; lines: { sku: string; quantity: number }[] },
    ) => central.call('rmas.create', { body }),
  );
  const { lines, wrong } = readRmaLines(text);
  const submit = (): void => {
    if (wrong.length > 0) return;
    const body = { number: number.trim(), order_number: order_number.trim(), reason: reason.trim() || null, lines };
    create.mutate(body, { onSuccess: ({ rma_id }) => navigate(ADDRESS.rma(rma_id)) });
  };
  return (
    <SaveDialog title={t('console.rma.new')} onClose={onClose} onSubmit={submit} save={create} testId="rma-save">
      <TextInput
        label={t('console.rma.number')}
        value={number}
        onChange={(event) => setNumber(event.currentTarget.value)}
        data-autofocus
        required
      />
      <TextInput
        label={t('console.order.number')}
        value={order_number}
        onChange={(event) => setOrderNumber(event.currentTarget.value)}
        required
      />
      <Textarea
        label={t('console.rma.lines')}
        description={t('console.rma.lines-meaning')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        error={wrong.length > 0 ? t('console.rma.lines-wrong', { lines: wrong.join(', ') }) : undefined}
        minRows={3}
        autosize
        required
      />
      <Textarea
        label={t('console.rma.reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        autosize
        minRows={2}
      />
    </SaveDialog>
  );
}
