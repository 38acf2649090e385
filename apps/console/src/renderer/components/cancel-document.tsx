import type { CentralClient } from '@serialbridge/client/central';
import { useT } from '@serialbridge/ui/i18n';
import { useState, type ReactElement } from 'react';
import { AllowedButton } from './allowed-button.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

interface CancelDocumentProps {
  readonly number: string;
  /** What cancelling means for work under way. */
  readonly meaning: string;
  readonly cancel: (central: CentralClient) => Promise<object>;
}

export function CancelDocument({ number, meaning, cancel }: CancelDocumentProps): ReactElement {
  const t = useT();
  const [asking, setAsking] = useState(false);
  return (
    <>
      <AllowedButton who="records.change" onClick={() => setAsking(true)} testId="cancel-document">
        {t('console.cancel-document')}
      </AllowedButton>
      {asking ? (
        <ConfirmDialog
          title={t('console.cancel-document-title', { number })}
          confirm={t('console.cancel-document')}
          act={cancel}
          onClose={() => setAsking(false)}
        >
          <p>{meaning}</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}
