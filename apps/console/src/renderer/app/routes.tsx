import type { Role } from '@serialbridge/core/model';
import { useT } from '@serialbridge/ui/i18n';
import { EmptyState } from '@serialbridge/ui/components';
import type { ComponentType, ReactElement } from 'react';
import { Link, Route, Switch } from 'wouter';
import { useMay } from '../api/session.ts';
import { Page } from '../components/page.tsx';
import { CasePage } from '../pages/cases/case-page.tsx';
import { CasesPage } from '../pages/cases/cases-page.tsx';
import { ExportPage } from '../pages/files/export-page.tsx';
import { ImportPage } from '../pages/files/import-page.tsx';
import { HomePage } from '../pages/home/home-page.tsx';
import { LostPage } from '../pages/lost/lost-page.tsx';
import { OrderPage } from '../pages/orders/order-page.tsx';
import { OrdersPage } from '../pages/orders/orders-page.tsx';
import { RmaPage } from '../pages/rmas/rma-page.tsx';
import { RmasPage } from '../pages/rmas/rmas-page.tsx';
import { PolicyPage } from '../pages/policy/policy-page.tsx';
import { PurchaseOrderPage } from '../pages/purchase-orders/purchase-order-page.tsx';
import { PurchaseOrdersPage } from '../pages/purchase-orders/purchase-orders-page.tsx';
import { SessionPage } from '../pages/receiving-sessions/session-page.tsx';
import { SessionsPage } from '../pages/receiving-sessions/sessions-page.tsx';
import { ProductPage } from '../pages/products/product-page.tsx';
import { ProductsPage } from '../pages/products/products-page.tsx';
import { VendorsPage } from '../pages/vendors/vendors-page.tsx';
import { WarehousesPage } from '../pages/warehouses/warehouses-page.tsx';
import { OperatorsPage } from '../pages/operators/operators-page.tsx';
import { StationsPage } from '../pages/stations/stations-page.tsx';
import { UnitPage } from '../pages/units/unit-page.tsx';
import { UnitsPage } from '../pages/units/units-page.tsx';
import { ADDRESS } from '../components/addresses.ts';

/** A page that only some may open says so to the others, instead of showing a refusal. */
function Guarded({ who, id, page: PageOf }: { who: Role; id: string; page: ComponentType }): ReactElement {
  const t = useT();
  if (useMay(who)) return <PageOf />;
  return (
    <Page title={t(`console.page.${id}`)}>
      <EmptyState title={t('console.needs-role', { role: t(`role.${who}`) })} hint={t('console.needs-role-hint')} />
    </Page>
  );
}

export function Routes(): ReactElement {
  const t = useT();
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/units" component={UnitsPage} />
      <Route path="/units/:id">{({ id }) => <UnitPage key={id} unit_id={id} />}</Route>
      <Route path="/cases" component={CasesPage} />
      <Route path="/cases/:id">{({ id }) => <CasePage key={id} case_id={id} />}</Route>
      <Route path="/purchase-orders" component={PurchaseOrdersPage} />
      <Route path="/purchase-orders/:id">{({ id }) => <PurchaseOrderPage key={id} purchase_order_id={id} />}</Route>
      <Route path="/receiving-sessions" component={SessionsPage} />
      <Route path="/receiving-sessions/:id">{({ id }) => <SessionPage key={id} receiving_session_id={id} />}</Route>
      <Route path="/orders" component={OrdersPage} />
      <Route path="/orders/:id">{({ id }) => <OrderPage key={id} order_id={id} />}</Route>
      <Route path="/rmas" component={RmasPage} />
      <Route path="/rmas/:id">{({ id }) => <RmaPage key={id} rma_id={id} />}</Route>
      <Route path="/products" component={ProductsPage} />
      <Route path="/products/:id">{({ id }) => <ProductPage key={id} product_id={id} />}</Route>
      <Route path="/vendors" component={VendorsPage} />
      <Route path="/warehouses" component={WarehousesPage} />
      <Route path="/stations" component={StationsPage} />
      <Route path="/operators">
        <Guarded who="supervisor" id="operators" page={OperatorsPage} />
      </Route>
      <Route path="/lost-records" component={LostPage} />
      <Route path="/policy" component={PolicyPage} />
      <Route path="/import">
        <Guarded who="supervisor" id="import" page={ImportPage} />
      </Route>
      <Route path="/export" component={ExportPage} />
      <Route>
        <Page title={t('console.not-found')}>
          <EmptyState
            title={t('console.not-found')}
            hint={t('console.not-found-hint')}
            action={<Link href={ADDRESS.home}>{t('console.page.home')}</Link>}
          />
        </Page>
      </Route>
    </Switch>
  );
}
