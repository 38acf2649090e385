import { Button } from '@mantine/core';
import type { AuditListRow } from '@serialbridge/protocol/central';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { Link } from 'wouter';
import { ADDRESS } from '../../components/addresses.ts';
import { DialogFrame } from '../../components/dialog-frame.tsx';
import { Facts } from '../../components/facts.tsx';
import { PlainTable } from '../../components/plain-table.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { auditSentence, fieldWords, valueWords, whoWords } from './audit-words.ts';

/** Pages of records that have one each; the others stand in the list of their kind. */
const PAGES: Readonly<Record<string, (id: string) => string>> = {
  product: ADDRESS.product,
  product_code: ADDRESS.product,
  stock: ADDRESS.product,
  purchase_order: ADDRESS.purchase_order,
  po_line: ADDRESS.purchase_order,
  expected_unit: ADDRESS.purchase_order,
  order: ADDRESS.order,
  order_line: ADDRESS.order,
  rma: ADDRESS.rma,
  rma_line: ADDRESS.rma,
  case: ADDRESS.case,
  vendor: () => ADDRESS.vendors,
  warehouse: () => ADDRESS.warehouses,
  bin: () => ADDRESS.warehouses,
  station: () => ADDRESS.stations,
  operator: () => ADDRESS.operators,
  role: () => ADDRESS.roles,
  policy_value: () => ADDRESS.policy,
};

/** One entry whole: each field before and after, and where to go on. */
export function AuditDialog({ row, onClose }: { row: AuditListRow; onClose: () => void }): ReactElement {
  const t = useT();
  const format = useFormat();
  const { entity, subject_id, changes } = row;
  // Cases and options are called by a rule and a key, which have words.
  const label = entity === 'case' || entity === 'policy_value' ? t(row.label ?? '') : row.label;
  const page = entity === null || subject_id === null ? undefined : PAGES[entity]?.(subject_id);
  return (
    <DialogFrame
      title={auditSentence(t, format, row)}
      onClose={onClose}
      width="46rem"
      testId="audit-entry"
      actions={
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('console.close')}
        </Button>
      }
    >
      <Facts
        items={[
          [t('audit.when'), <Stamp key="at" at={row.at} exact />],
          [t('audit.who'), whoWords(t, row)],
          [t('audit.address'), row.address],
          [t('audit.kind'), t(`audit.kind.${row.kind}`)],
          ...(page === undefined
            ? []
            : [
                [
                  t('audit.record'),
                  <Link key="record" href={page} onClick={onClose}>
                    {t('audit.open-record', { label: label ?? '' })}
                  </Link>,
                ] as const,
              ]),
          ...(subject_id === null
            ? []
            : [
                [
                  t('audit.changes'),
                  <Link key="changes" href={ADDRESS.audit_of(subject_id, label ?? '')} onClick={onClose}>
                    {t('audit.of-record', { label: label ?? '' })}
                  </Link>,
                ] as const,
              ]),
          ...(row.import_id === null
            ? []
            : [
                [
                  t('audit.kind.imported'),
                  <Link key="import" href={ADDRESS.audit_of_import(row.import_id)} onClick={onClose}>
                    {t('audit.of-import')}
                  </Link>,
                ] as const,
              ]),
          ...Object.entries(row.details).flatMap(([name, value]) =>
            value === null || value === '' || name.endsWith('_id')
              ? []
              : [[t(`audit.detail.${name}`), valueWords(t, format, name, value)] as const],
          ),
        ]}
      />
      {changes.length === 0 ? null : (
        <PlainTable
          rows={changes}
          rowKey={({ field }) => field}
          rowTestId="audit-change"
          empty=""
          columns={[
            { key: 'field', title: t('audit.field'), renderCell: ({ field }) => fieldWords(t, field) },
            {
              key: 'before',
              title: t('audit.before'),
              renderCell: ({ field, from }) => valueWords(t, format, field, from),
            },
            { key: 'after', title: t('audit.after'), renderCell: ({ field, to }) => valueWords(t, format, field, to) },
          ]}
        />
      )}
    </DialogFrame>
  );
}
