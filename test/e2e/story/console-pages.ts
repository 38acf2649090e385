import { expect, type Page } from '@playwright/test';
import { ADMIN } from '@serialbridge/testing/processes/admin';

/** Signs in to the console and shows its first page. */
export async function openConsole(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByTestId('sign-in-code').fill(ADMIN.code);
  await page.getByTestId('sign-in-password').fill(ADMIN.password);
  await page.getByTestId('sign-in-password').press('Enter');
  await expect(page.getByTestId('sign-in-form')).toHaveCount(0);
}

/** Imports a CSV file as a person does: choose it, see what it would do, take it over. */
export async function importFile(page: Page, url: string, kind: string, csv: string): Promise<void> {
  await page.goto(`${url}/import?kind=${kind}`);
  await page
    .getByTestId('import-file')
    .setInputFiles({ name: `${kind}.csv`, mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const result = page.getByTestId('import-result');
  await expect(result).toHaveAttribute('data-dry-run', 'true');
  await page.getByTestId('import-run').click();
  await expect(result).toHaveAttribute('data-dry-run', 'false');
  await expect(result).toHaveAttribute('data-state', 'done');
}
