import { OrderDetail, OrderPage } from '@serialbridge/protocol/central';
import { rowOf } from '@serialbridge/testing/rows';
import { cleanup, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { createFakeCentral, type FakeCentral } from '../../../testing/fake-central.ts';
import { renderConsole } from '../../../testing/render-console.tsx';

afterEach(cleanup);

const ORDER = rowOf('order', {
  number: 'SO-7',
  customer_name: 'Ines',
  address_1: 'Harbour Road 4',
  city: 'Albany',
  total_cents: 123_456,
});
const COUNTS = { warehouse_code: null, lines: 1, units: 1, units_packed: 0, units_shipped: 0 };
const { address_1: _, city: _city, region: _region, postal_code: _code, country: _country, ...rest } = ORDER;
const { address_2: _second, total_cents: _total, ...HIDDEN } = rest;
const LINE = rowOf('order_line', { order_id: ORDER.order_id, quantity: 1, unit_price_cents: 98_765 });
const { unit_price_cents: _price, ...HIDDEN_LINE } = LINE;

/** A central with one order, answered as central answers it to whoever has this role. */
function centralFor(role: 'operator' | 'supervisor'): FakeCentral {
  const central = createFakeCentral({ role });
  const order = { ...(role === 'operator' ? HIDDEN : ORDER), ...COUNTS };
  const lines = [{ ...(role === 'operator' ? HIDDEN_LINE : LINE), sku: 'S-1', product_name: 'Router' }];
  const page = OrderPage.parse({ rows: [order], next: null, matching: { count: 1, exact: true } });
  const detail = OrderDetail.parse({ order, lines, packages: [], shipments: [], units: [], rmas: [] });
  const json = { headers: { 'content-type': 'application/json' } };
  return {
    ...central,
    fetch: async (address, init) => {
      const { pathname } = new URL(address, 'http://central.test');
      if (pathname === '/api/orders') return new Response(JSON.stringify(page), json);
      if (pathname === `/api/orders/${ORDER.order_id}`) return new Response(JSON.stringify(detail), json);
      return central.fetch(address, init);
    },
  };
}

test.each([
  ['supervisor', true],
  ['operator', false],
] as const)('orders: of an order a %s sees where it goes and what it costs: %s', async (role, sees) => {
  renderConsole(centralFor(role), '/orders');
  await screen.findByText('SO-7');
  expect([screen.queryByText(/Albany/u) !== null, screen.queryByRole('columnheader', { name: 'To' }) !== null]).toEqual(
    [sees, sees],
  );
  cleanup();
  renderConsole(centralFor(role), `/orders/${ORDER.order_id}`);
  await screen.findByText('Router');
  const shown = [/Harbour Road 4/u, /1,234\.56/u, /987\.65/u].map((text) => screen.queryByText(text) !== null);
  expect(shown).toEqual([sees, sees, sees]);
});
