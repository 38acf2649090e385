import { BUILT_IN_ROLES, RIGHT_NAMES } from '@serialbridge/core/rights';
import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral, type FakeCentral } from '../../../testing/fake-central.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

const row = async (code: string): Promise<HTMLElement> => {
  const rows = await screen.findAllByTestId('role-row');
  const found = rows.find((one) => within(one).queryByText(code) !== null);
  if (found === undefined) throw new Error(`no row of ${code}`);
  return found;
};
const box = (right: string): HTMLInputElement => screen.getByTestId<HTMLInputElement>(`right-${right}`);
const sent = (central: FakeCentral, method: string): unknown[] =>
  central.requests.filter(({ call }) => call.startsWith(`${method} /api/roles`)).map(({ body }) => body);

test('roles: a built-in one is read, with every right as a box that cannot be set', async () => {
  renderConsole(createFakeCentral(), '/roles');
  fireEvent.click(within(await row('supervisor')).getByTestId('role-open'));
  await screen.findByTestId('role-view');
  expect(RIGHT_NAMES.filter((right) => box(right).checked)).toEqual([...BUILT_IN_ROLES.supervisor]);
  expect(RIGHT_NAMES.filter((right) => !box(right).disabled)).toEqual([]);
});

test('roles: an own one is made by its rights in words, changed and deleted', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/roles');
  fireEvent.click(await screen.findByTestId('role-new'));
  fireEvent.change(await screen.findByTestId('role-name'), { target: { value: 'Night shift' } });
  fireEvent.change(screen.getByTestId('role-code'), { target: { value: 'Night shift' } });
  expect(screen.getByText('Only small letters, digits and dashes, 40 at most.')).toBeTruthy();
  fireEvent.change(screen.getByTestId('role-code'), { target: { value: 'night-shift' } });
  fireEvent.click(screen.getByLabelText('Take lists out as files'));
  fireEvent.click(screen.getByLabelText('See products, documents, units, cases and stations'));
  fireEvent.click(screen.getByTestId('role-save'));
  await waitFor(() => expect(screen.queryByTestId('role-save')).toBeNull());
  expect(sent(central, 'POST')).toEqual([
    { code: 'night-shift', name: 'Night shift', rights: ['records.see', 'export'] },
  ]);
  fireEvent.click(within(await row('dock-lead')).getByTestId('role-open'));
  await screen.findByTestId('role-save');
  fireEvent.click(box('releases'));
  fireEvent.click(screen.getByTestId('role-save'));
  await waitFor(() => expect(sent(central, 'PUT')).toHaveLength(1));
  fireEvent.click(within(await row('dock-lead')).getByTestId('role-delete'));
  fireEvent.click(await screen.findByTestId('role-delete-confirm'));
  await waitFor(() => expect(sent(central, 'DELETE')).toHaveLength(1));
});

test('roles: what is missing is said when it is saved, all at once, and nothing is sent', async () => {
  const central = createFakeCentral();
  renderConsole(central, '/roles');
  fireEvent.click(await screen.findByTestId('role-new'));
  fireEvent.click(await screen.findByTestId('role-save'));
  expect(await screen.findByText('Choose at least one right.')).toBeTruthy();
  expect(screen.getAllByText('This must be filled in.')).toHaveLength(2);
  expect(sent(central, 'POST')).toEqual([]);
});

test('roles: a supervisor reads them and changes none', async () => {
  renderConsole(createFakeCentral({ role: 'supervisor' }), '/roles');
  const found = await row('dock-lead');
  expect(within(found).getByText('Show')).toBeTruthy();
  expect(within(found).queryByTestId('role-delete')).toBeNull();
  expect(screen.getByTestId<HTMLButtonElement>('role-new').disabled).toBe(true);
});

test('roles: whoever may not see people reads which right that takes', async () => {
  renderConsole(createFakeCentral({ role: 'operator' }), '/roles');
  expect(
    await screen.findByText('This needs the right “See who works here, with which role, and what each role may do”.'),
  ).toBeTruthy();
});
