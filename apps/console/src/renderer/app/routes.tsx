import type { Right } from '@serialbridge/core/rights';
import { useT } from '@serialbridge/ui/i18n';
import { EmptyState } from '@serialbridge/ui/components';
import type { ComponentType, ReactElement } from 'react';
import { Link, Route, Switch } from 'wouter';
import { useMay } from '../api/session.ts';
import { Page } from '../components/page.tsx';
import { AccountPage } from '../pages/account/account-page.tsx';
import { CasePage } from '../pages/cases/case-page.tsx';
import { LostPage } from '../pages/lost/lost-page.tsx';
import { OrderPage } from '../pages/orders/order-page.tsx';
import { RmaPage } from '../pages/rmas/rma-page.tsx';
import { PurchaseOrderPage } from '../pages/purchase-orders/purchase-order-page.tsx';
import { SessionPage } from '../pages/receiving-sessions/session-page.tsx';
import { ProductPage } from '../pages/products/product-page.tsx';
import { UnitPage } from '../pages/units/unit-page.tsx';
import { ADDRESS } from '../components/addresses.ts';
import { NAVIGATION } from './navigation.ts';

/** A page that only some may open says so to the others, instead of showing a refusal. */
function Guarded({ who, id, page: PageOf }: { who: Right; id: string; page: ComponentType }): ReactElement {
  const t = useT();
  if (useMay(who)) return <PageOf />;
  return (
    <Page title={t(`console.page.${id}`)}>
      <EmptyState title={t('console.needs-right', { right: t(`right.${who}`) })} hint={t('console.needs-right-hint')} />
    </Page>
  );
}

export function Routes(): ReactElement {
  const t = useT();
  return (
    <Switch>
      {NAVIGATION.flatMap(({ items }) => items).map(({ id, href, who = 'records.see', page }) => (
        <Route key={id} path={href.split('?')[0] ?? href}>
          <Guarded who={who} id={id} page={page} />
        </Route>
      ))}
      <Route path="/units/:id">{({ id }) => <UnitPage key={id} unit_id={id} />}</Route>
      <Route path="/cases/:id">{({ id }) => <CasePage key={id} case_id={id} />}</Route>
      <Route path="/purchase-orders/:id">{({ id }) => <PurchaseOrderPage key={id} purchase_order_id={id} />}</Route>
      <Route path="/receiving-sessions/:id">{({ id }) => <SessionPage key={id} receiving_session_id={id} />}</Route>
      <Route path="/orders/:id">{({ id }) => <OrderPage key={id} order_id={id} />}</Route>
      <Route path="/rmas/:id">{({ id }) => <RmaPage key={id} rma_id={id} />}</Route>
      <Route path="/products/:id">{({ id }) => <ProductPage key={id} product_id={id} />}</Route>
      <Route path="/account" component={AccountPage} />
      <Route path="/lost-records" component={LostPage} />
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
