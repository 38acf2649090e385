import type { OrderDetail } from '@serialbridge/protocol/central';
import { CodeText } from '@serialbridge/ui/components';
import { useFormat, useT } from '@serialbridge/ui/i18n';
import type { ReactElement } from 'react';
import { PlainTable } from '../../components/plain-table.tsx';
import { Stamp } from '../../components/stamp.tsx';
import { StatusTag } from '../../components/tags.tsx';

export function Boxes({ packages, units }: Pick<OrderDetail, 'packages' | 'units'>): ReactElement {
  const t = useT();
  const format = useFormat();
  return (
    <PlainTable
      rows={packages}
      rowKey={(box) => box.package_id}
      rowTestId="package-row"
      empty={t('console.order.no-boxes')}
      columns={[
        { key: 'number', title: t('console.order.box'), width: '4rem', align: 'end', renderCell: (box) => box.number },
        { key: 'state', title: t('console.po.status'), renderCell: (box) => <StatusTag status={box.state} /> },
        { key: 'station', title: t('console.session.station'), renderCell: (box) => box.station_name ?? '–' },
        {
          key: 'serials',
          title: t('console.po.serials'),
          align: 'end',
          renderCell: (box) => units.filter((unit) => unit.package_id === box.package_id).length,
        },
        {
          key: 'weight',
          title: t('console.order.weight'),
          align: 'end',
          renderCell: (box) =>
            box.weight_g === null
              ? '–'
              : `${format.weight(box.weight_g)}${box.weight_source === null ? '' : ` (${t(`packing.weight_source=${box.weight_source}`)})`}`,
        },
        {
          key: 'tracking',
          title: t('console.order.tracking'),
          renderCell: (box) =>
            box.tracking_number === null ? '–' : <CodeText value={box.tracking_number} size="sm" />,
        },
        { key: 'opened', title: t('console.order.box-opened'), renderCell: (box) => <Stamp at={box.opened_at} /> },
        { key: 'closed', title: t('console.order.box-closed'), renderCell: (box) => <Stamp at={box.closed_at} /> },
      ]}
    />
  );
}

export function Shipments({ shipments, packages }: Pick<OrderDetail, 'shipments' | 'packages'>): ReactElement {
  const t = useT();
  return (
    <PlainTable
      rows={shipments}
      rowKey={(shipment) => shipment.shipment_id}
      rowTestId="shipment-row"
      empty={t('console.order.no-shipments')}
      columns={[
        {
          key: 'shipped',
          title: t('console.order.shipped-at'),
          renderCell: (shipment) => <Stamp at={shipment.shipped_at} />,
        },
        { key: 'carrier', title: t('console.order.carrier'), renderCell: (shipment) => shipment.carrier },
        { key: 'service', title: t('console.order.service'), renderCell: (shipment) => shipment.service ?? '–' },
        {
          key: 'tracking',
          title: t('console.order.tracking'),
          renderCell: (shipment) =>
            packages
              .filter((box) => box.shipment_id === shipment.shipment_id)
              .map((box) => (
                <div key={box.package_id}>
                  {t('console.order.box')} {box.number}: <CodeText value={box.tracking_number ?? '–'} size="sm" />
                </div>
              )),
        },
        { key: 'station', title: t('console.session.station'), renderCell: (shipment) => shipment.station_name ?? '–' },
      ]}
    />
  );
}
