import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBarcode,
  IconBuildingStore,
  IconBuildingWarehouse,
  IconClipboardCheck,
  IconDeviceDesktop,
  IconDownload,
  IconHistory,
  IconHome,
  IconKey,
  IconPackageExport,
  IconPackageImport,
  IconSettings,
  IconTag,
  IconUpload,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Right } from '@serialbridge/core/rights';
import type { ComponentType } from 'react';
import { ADDRESS } from '../components/addresses.ts';
import { AuditPage } from '../pages/audit/audit-page.tsx';
import { CasesPage } from '../pages/cases/cases-page.tsx';
import { ExportPage } from '../pages/files/export-page.tsx';
import { HomePage } from '../pages/home/home-page.tsx';
import { ImportPage } from '../pages/files/import-page.tsx';
import { OperatorsPage } from '../pages/operators/operators-page.tsx';
import { OrdersPage } from '../pages/orders/orders-page.tsx';
import { PolicyPage } from '../pages/policy/policy-page.tsx';
import { ProductsPage } from '../pages/products/products-page.tsx';
import { PurchaseOrdersPage } from '../pages/purchase-orders/purchase-orders-page.tsx';
import { RmasPage } from '../pages/rmas/rmas-page.tsx';
import { RolesPage } from '../pages/roles/roles-page.tsx';
import { SessionsPage } from '../pages/receiving-sessions/sessions-page.tsx';
import { StationsPage } from '../pages/stations/stations-page.tsx';
import { UnitsPage } from '../pages/units/units-page.tsx';
import { VendorsPage } from '../pages/vendors/vendors-page.tsx';
import { WarehousesPage } from '../pages/warehouses/warehouses-page.tsx';

export interface NavigationItem {
  /** Name of the page: `console.page.<id>`. */
  readonly id: string;
  readonly href: string;
  readonly icon: Icon;
  readonly page: ComponentType;
  /** The right that the page takes, records.see if none is named; the entry stays and the page explains itself. */
  readonly who?: Right;
}

/** The pages that the menu leads to, each with its address; the routes are made of them. */
export const NAVIGATION: readonly { readonly id: string; readonly items: readonly NavigationItem[] }[] = [
  {
    id: 'watch',
    items: [
      { id: 'home', href: ADDRESS.home, icon: IconHome, page: HomePage },
      { id: 'cases', href: `${ADDRESS.cases}?state=open`, icon: IconAlertTriangle, page: CasesPage },
      { id: 'units', href: ADDRESS.units, icon: IconBarcode, page: UnitsPage },
    ],
  },
  {
    id: 'documents',
    items: [
      { id: 'purchase-orders', href: ADDRESS.purchase_orders, icon: IconPackageImport, page: PurchaseOrdersPage },
      { id: 'receiving-sessions', href: ADDRESS.sessions, icon: IconClipboardCheck, page: SessionsPage },
      { id: 'orders', href: ADDRESS.orders, icon: IconPackageExport, page: OrdersPage },
      { id: 'rmas', href: ADDRESS.rmas, icon: IconArrowBackUp, page: RmasPage },
    ],
  },
  {
    id: 'records',
    items: [
      { id: 'products', href: ADDRESS.products, icon: IconTag, page: ProductsPage },
      { id: 'vendors', href: ADDRESS.vendors, icon: IconBuildingStore, page: VendorsPage },
      { id: 'warehouses', href: ADDRESS.warehouses, icon: IconBuildingWarehouse, page: WarehousesPage },
      { id: 'stations', href: ADDRESS.stations, icon: IconDeviceDesktop, page: StationsPage },
      { id: 'operators', href: ADDRESS.operators, icon: IconUsers, page: OperatorsPage, who: 'people.see' },
      { id: 'roles', href: ADDRESS.roles, icon: IconKey, page: RolesPage, who: 'people.see' },
    ],
  },
  {
    id: 'manage',
    items: [
      { id: 'policy', href: ADDRESS.policy, icon: IconSettings, page: PolicyPage },
      { id: 'import', href: ADDRESS.import, icon: IconUpload, page: ImportPage, who: 'import' },
      { id: 'export', href: ADDRESS.export, icon: IconDownload, page: ExportPage, who: 'export' },
      { id: 'audit', href: ADDRESS.audit, icon: IconHistory, page: AuditPage, who: 'audit.see' },
    ],
  },
];
