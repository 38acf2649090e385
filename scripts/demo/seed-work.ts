import { createStationClient, webSocketTransport, type StationClient } from '@serialbridge/client';
import { demoSerial, readCatalog } from './catalog.ts';
import { DEMO_PEOPLE } from './load-demo.ts';
import { demoPurchaseOrders } from './demo-files.ts';

const PATIENCE_MS = 20_000;

async function untilReady<T>(ask: () => Promise<T | null>): Promise<T> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const answer = await ask().catch(() => null);
    if (answer !== null) return answer;
    if (performance.now() > until)
      throw new Error('the dock station did not get ready to receive the demo’s first deliveries');
    await new Promise((resolve) => setTimeout(resolve, 150));
  }
}

async function receive(
  station: StationClient,
  number: string,
  serials: (sku: string, quantity: number) => readonly string[],
): Promise<void> {
  const any = {
    offset: 0,
    limit: 50,
    show: 'open',
    keywords: '',
    sku: '',
    vendor_id: null,
    buyer: null,
    company: null,
    vendor_invoice_number: '',
    from: null,
    to: null,
  } as const;
  const document = await untilReady(
    async () =>
      (await station.call('receiving.list_documents', { ...any, number })).rows.find((row) => row.number === number) ??
      null,
  );
  await station.call('receiving.open_document', {
    document_kind: document.document_kind,
    document_id: document.document_id,
  });
  const state = await untilReady(
    async () =>
      new Promise<Lines | null>((resolve) => {
        const stop = station.subscribe('receiving', (now) => {
          if (now.session?.number === number) resolve(now.lines);
        });
        setTimeout(() => {
          stop();
          resolve(null);
        }, 2_000);
      }),
  );
  for (const line of state) {
    if (line.product.serial_policy === 'none' || line.product.serial_policy === 'ship-only') {
      await station.call('receiving.mark_received', { line_id: line.line_id, quantity: line.quantity_ordered });
    } else {
      const text = serials(line.product.sku, line.quantity_ordered).join('\n');
      await station.call('receiving.enter_serials', {
        line_id: line.line_id,
        entry: { text },
        dry_run: false,
        skip_bad: false,
      });
    }
  }
  await station.call('receiving.save', {});
}
type Lines = readonly {
  readonly line_id: string;
  readonly quantity_ordered: number;
  readonly product: { readonly sku: string; readonly serial_policy: string };
}[];

/** The demo's first deliveries, received by the dock station itself through its contract: stock and histories are real events. */
export async function seedWork(contract_url: string, say: (line: string) => void): Promise<void> {
  say('Receiving the demo’s first deliveries …');
  const catalog = readCatalog();
  const station = createStationClient(webSocketTransport(() => new WebSocket(contract_url)));
  try {
    const [person] = DEMO_PEOPLE;
    await untilReady(() => station.call('station.sign_in', { code: person.code, pin: person.pin }));
    let serial = 4000;
    const orders = demoPurchaseOrders(catalog).filter((po, i) => i % 3 === 1 && po.po_type === 'purchase_order');
    for (const po of orders) {
      await receive(station, po.number, (sku, quantity) => {
        const product = catalog.products.find((one) => one.sku === sku);
        return product === undefined ? [] : Array.from({ length: quantity }, () => demoSerial(product, (serial += 7)));
      });
    }
    await station.call('station.sign_out', {});
  } finally {
    station.close();
  }
}
