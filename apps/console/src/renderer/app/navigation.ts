import {
  IconAlertTriangle,
  IconArrowBackUp,
  IconBarcode,
  IconBuildingStore,
  IconBuildingWarehouse,
  IconClipboardCheck,
  IconDeviceDesktop,
  IconDownload,
  IconHome,
  IconPackageExport,
  IconPackageImport,
  IconSettings,
  IconTag,
  IconUpload,
  IconUsers,
  type Icon,
} from '@tabler/icons-react';
import type { Role } from '@serialbridge/core/model';
import { ADDRESS } from '../components/addresses.ts';

export interface NavigationItem {
  /** Name of the page: `console.page.<id>`. */
  readonly id: string;
  readonly href: string;
  readonly icon: Icon;
  /** The least role; the entry stays and the page explains itself. */
  readonly who?: Role;
}

export const NAVIGATION: readonly { readonly id: string; readonly items: readonly NavigationItem[] }[] = [
  {
    id: 'watch',
    items: [
      { id: 'home', href: ADDRESS.home, icon: IconHome },
      { id: 'cases', href: `${ADDRESS.cases}?state=open`, icon: IconAlertTriangle },
      { id: 'units', href: ADDRESS.units, icon: IconBarcode },
    ],
  },
  {
    id: 'documents',
    items: [
      { id: 'purchase-orders', href: ADDRESS.purchase_orders, icon: IconPackageImport },
      { id: 'receiving-sessions', href: ADDRESS.sessions, icon: IconClipboardCheck },
      { id: 'orders', href: ADDRESS.orders, icon: IconPackageExport },
      { id: 'rmas', href: ADDRESS.rmas, icon: IconArrowBackUp },
    ],
  },
  {
    id: 'records',
    items: [
      { id: 'products', href: ADDRESS.products, icon: IconTag },
      { id: 'vendors', href: ADDRESS.vendors, icon: IconBuildingStore },
      { id: 'warehouses', href: ADDRESS.warehouses, icon: IconBuildingWarehouse },
      { id: 'stations', href: ADDRESS.stations, icon: IconDeviceDesktop },
      { id: 'operators', href: ADDRESS.operators, icon: IconUsers, who: 'supervisor' },
    ],
  },
  {
    id: 'manage',
    items: [
      { id: 'policy', href: ADDRESS.policy, icon: IconSettings },
      { id: 'import', href: ADDRESS.import, icon: IconUpload, who: 'supervisor' },
      { id: 'export', href: ADDRESS.export, icon: IconDownload },
    ],
  },
];
