import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Browser, type Page } from '@playwright/test';
import { ADMIN } from '@serialbridge/testing/processes/admin';
import { startCentralProcess, type CentralProcess } from '@serialbridge/testing/processes/central-process';

/** The ways into the console in a real browser: a one-time code, a password, a passkey, a reset, and out everywhere. */
let data: string;
let central: CentralProcess;
/** By its name: browsers make no passkey for an address. */
let named: string;

test.describe.configure({ mode: 'serial' });
test.use({ trace: 'off' });
test.beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'serialbridge-sign-in-'));
  central = await startCentralProcess(data);
  named = central.url.replace('127.0.0.1', 'localhost');
  await central.admin.call('operators.create', {
    body: { code: 'maya', name: 'Maya Larsen', role: 'supervisor', badge: null, warehouse_ids: null, active: true },
  });
});
test.afterAll(async () => {
  await central?.stop();
  rmSync(data, { recursive: true, force: true });
});

const MAYA = { code: 'maya', password: 'eleven grey harbour cats' };
const FRESH = 'twelve grey harbour cats';

async function freshPage(browser: Browser, url = named): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 768 } });
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

async function byPassword(page: Page, { code, password }: typeof MAYA): Promise<void> {
  await page.getByTestId('sign-in-code').fill(code);
  await page.getByTestId('sign-in-password').fill(password);
  await page.getByTestId('sign-in-password').press('Enter');
}

/** What an admin gives in the console; `reset` ends what was. */
async function giveCode(page: Page, name: string, reset = false): Promise<string> {
  await page.goto(`${named}/operators`);
  await page.getByTestId('operator-row').filter({ hasText: name }).getByTestId('operator-entry').click();
  if (reset) await page.getByTestId('entry-reset').check();
  await page.getByTestId('entry-give').click();
  const code = (await page.getByTestId('one-time-code').textContent()) ?? '';
  expect(code.trim()).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$/u);
  return code.trim();
}

async function setPassword(page: Page, one_time_code: string, password: string): Promise<void> {
  await page.getByTestId('sign-in-change').click();
  await page.getByTestId('first-code').fill(MAYA.code);
  await page.getByTestId('first-one-time-code').fill(one_time_code);
  await page.getByTestId('new-password').fill(password);
  await page.getByTestId('new-password-again').fill(password);
  await page.getByTestId('new-password-again').press('Enter');
}

const isIn = (page: Page): Promise<void> => expect(page.getByTestId('home-page')).toBeVisible();

test('sign-in: an admin gives a one-time code, its person sets the first password and signs in by it again', async ({
  browser,
}) => {
  const office = await freshPage(browser);
  await byPassword(office, ADMIN);
  await isIn(office);
  const one_time_code = await giveCode(office, 'Maya Larsen');
  const page = await freshPage(browser);
  await setPassword(page, one_time_code, 'maya1');
  await expect(page.getByText(/at least 12 characters.*anybody would guess.*own name/u)).toBeVisible();
  await page.getByTestId('new-password').fill(MAYA.password);
  await page.getByTestId('new-password-again').fill(MAYA.password);
  await page.getByTestId('first-submit').click();
  await isIn(page);
  await page.getByTestId('account').click();
  await page.getByTestId('sign-out').click();
  await byPassword(page, { ...MAYA, password: '482613' });
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'auth.pin-at-console');
  await byPassword(page, MAYA);
  await isIn(page);
});

test('sign-in: a passkey is added by name, signs in, and is removed; at an IP address the page says what it needs', async ({
  browser,
}) => {
  const page = await freshPage(browser);
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
    },
  });
  await byPassword(page, MAYA);
  await isIn(page);
  await page.goto(`${named}/account`);
  await page.getByTestId('passkey-add').click();
  await page.getByTestId('passkey-name').fill('Office laptop');
  await page.getByTestId('passkey-password').fill('the wrong one here');
  await page.getByTestId('passkey-save').click();
  await expect(page.getByRole('dialog')).toContainText('That is not your present password.');
  await page.getByTestId('passkey-password').fill(MAYA.password);
  await page.getByTestId('passkey-save').click();
  await expect(page.getByTestId('passkey-row')).toContainText('Office laptop');
  await page.getByTestId('account').click();
  await page.getByTestId('sign-out').click();
  await page.getByTestId('sign-in-passkey').click();
  await expect(page.getByTestId('account')).toContainText('Maya Larsen');
  await page.goto(`${named}/account`);
  await page.getByTestId('passkey-remove').click();
  await page.getByTestId('confirm').click();
  await expect(page.getByTestId('passkey-row')).toHaveCount(0);
  await page.getByTestId('account').click();
  await page.getByTestId('sign-out').click();
  await page.getByTestId('sign-in-passkey').click();
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'passkey.wrong');
  const plain = await freshPage(browser, central.url);
  await expect(plain.getByTestId('passkey-needs')).toContainText('not by an IP address');
});

test('sign-in: a reset ends what was, and its person sets another password', async ({ browser }) => {
  const page = await freshPage(browser);
  await byPassword(page, MAYA);
  await isIn(page);
  const office = await freshPage(browser);
  await byPassword(office, ADMIN);
  await isIn(office);
  const one_time_code = await giveCode(office, 'Maya Larsen', true);
  await expect(page.getByTestId('sign-in-form')).toBeVisible();
  await byPassword(page, MAYA);
  await expect(page.getByTestId('problem')).toHaveAttribute('data-code', 'auth.wrong-password');
  await setPassword(page, one_time_code, FRESH);
  await isIn(page);
});

test('sign-in: the own password is changed, and sign out everywhere ends every session', async ({ browser }) => {
  const [here, there] = [await freshPage(browser), await freshPage(browser)];
  for (const page of [here, there]) {
    await byPassword(page, { ...MAYA, password: FRESH });
    await isIn(page);
  }
  await here.goto(`${named}/account`);
  await here.getByTestId('change-password').click();
  await here.getByTestId('current-password').fill(FRESH);
  await here.getByTestId('new-password').fill(MAYA.password);
  await here.getByTestId('new-password-again').fill(MAYA.password);
  await here.getByTestId('password-save').click();
  await expect(there.getByTestId('sign-in-form')).toBeVisible();
  await byPassword(there, MAYA);
  await isIn(there);
  await here.reload();
  await expect(here.getByTestId('session-row')).toHaveCount(2);
  await here.getByTestId('sign-out-everywhere').click();
  await expect(here.getByTestId('sign-in-form')).toBeVisible();
  await expect(there.getByTestId('sign-in-form')).toBeVisible();
});
