import { Tag } from '@serialbridge/ui/components';
import { useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';

/** Beside a time that a station's clock said and that cannot be true. */
export function WrongClock(): ReactElement {
  const t = useT();
  return (
    <span title={t('console.history.clock-wrong-meaning')} data-testid="clock-wrong">
      <Tag tone="caution">{t('console.history.clock-wrong')}</Tag>
    </span>
  );
}
