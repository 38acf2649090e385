import type { UnitState } from '@serialbridge/core/model';
import type { DocumentLink } from '@serialbridge/protocol/central';
import { CodeText, Tag, type Tone } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement, ReactNode } from 'react';
import { Link } from 'wouter';
import { addressOfDocument } from './addresses.ts';

const UNIT_TONES: Readonly<Record<UnitState, Tone>> = {
  expected: 'neutral',
  in_stock: 'good',
  allocated: 'accent',
  packed: 'accent',
  shipped: 'done',
  returned: 'caution',
  repair: 'caution',
  scrapped: 'neutral',
  sent_to_vendor: 'done',
  in_transit: 'accent',
  in_kit: 'accent',
  missing: 'bad',
};

export function UnitStateTag({ state }: { state: UnitState }): ReactElement {
  const t = useT();
  return <Tag tone={UNIT_TONES[state]}>{t(`unit-state.${state}`)}</Tag>;
}

const STATUS_TONES: Readonly<Record<string, Tone>> = {
  open: 'accent',
  draft: 'accent',
  received: 'good',
  saved: 'good',
  closed: 'good',
  packed: 'good',
  shipped: 'done',
  resolved: 'good',
  cancelled: 'neutral',
  discarded: 'neutral',
};

/** The status of a document, a session, a box or a case. */
export function StatusTag({ status }: { status: string }): ReactElement {
  const t = useT();
  return <Tag tone={STATUS_TONES[status] ?? 'neutral'}>{t(`console.status.${status}`)}</Tag>;
}

interface Flags {
  readonly disputed: boolean;
  readonly provisional?: boolean;
  readonly forked?: boolean;
}
export function UnitFlags({ unit }: { unit: Flags }): ReactElement {
  const t = useT();
  return (
    <>
      {unit.disputed ? <Tag tone="bad">{t('console.flag.disputed')}</Tag> : null}
      {unit.provisional === true ? <Tag tone="caution">{t('console.flag.provisional')}</Tag> : null}
      {unit.forked === true ? <Tag tone="caution">{t('console.flag.forked')}</Tag> : null}
    </>
  );
}

/** Beside the code of a record that another record has too, until somebody gives one of them another code. */
export function DoubleFlag({ row }: { row: { readonly double_of?: string | null } }): ReactNode {
  const t = useT();
  return (row.double_of ?? null) === null ? null : <Tag tone="caution">{t('console.flag.double')}</Tag>;
}

/** A link in the data's own type: a number, a serial. */
export function CodeLink({ href, children }: { href: string; children: string }): ReactElement {
  return (
    <Link href={href}>
      <CodeText value={children} size="sm" />
    </Link>
  );
}

/** A document by kind and number; without a page of its own, or unknown here, plain text. */
export function DocumentText({ link }: { link: DocumentLink }): ReactNode {
  const t = useT();
  const href = addressOfDocument(link);
  const kind = t(`console.document.${link.kind}`);
  const { number } = link;
  // A receiving session has no number of its own.
  // A box without either says nothing.
  if (number === null) return href === null ? null : <Link href={href}>{kind}</Link>;
  return (
    <span>
      {kind} {href === null ? <CodeText value={number} size="sm" /> : <CodeLink href={href}>{number}</CodeLink>}
    </span>
  );
}
