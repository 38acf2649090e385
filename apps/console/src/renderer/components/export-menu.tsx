import { Button, Menu } from '@mantine/core';
import { CSV_CALLS, type CsvCall } from '@serialbridge/protocol/central';
import { useT } from '@serialbridge/ui/i18n';
import { IconDownload } from '@tabler/icons-react';
import type { ReactElement } from 'react';
import { useCentral } from '../api/central-context.tsx';
import { useMay } from '../api/session.ts';
import { AllowedButton } from './allowed-button.tsx';

interface ExportMenuProps {
  readonly call: Extract<CsvCall, `exports.${string}`>;
  readonly query: object;
  /** Fills `:unit_id` of the history's address. */
  readonly unit_id?: string;
}

/** The same rows as a file: plain for programs, or so that a spreadsheet leaves leading zeros alone. */
export function ExportMenu({ call, query, unit_id }: ExportMenuProps): ReactElement {
  const t = useT();
  const central = useCentral();
  const may = useMay('export');
  const path = CSV_CALLS[call].path.replace(':unit_id', encodeURIComponent(unit_id ?? ''));
  if (!may)
    return (
      <AllowedButton who="export" leftSection={<IconDownload size={16} />} testId="export">
        {t('console.export.csv')}
      </AllowedButton>
    );
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} />} data-testid="export">
          {t('console.export.csv')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={central.downloadUrl(path, query)} download data-testid="export-plain">
          {t('console.export.plain')}
        </Menu.Item>
        <Menu.Item
          component="a"
          href={central.downloadUrl(path, { ...query, excel: true })}
          download
          data-testid="export-excel"
        >
          {t('console.export.excel')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
