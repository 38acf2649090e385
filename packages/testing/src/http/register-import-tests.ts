import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportLook, ImportReading, Job } from '@serialbridge/protocol/central';
import { importFiles } from '../lists/import-files.ts';
import type { HttpBench } from './http-bench.ts';
import type { OpenBench } from './register-http-tests.ts';

const PRODUCTS = 'sku,name,serial_policy,upc\nCAM-1,Camera,required,036000291452\nCBL-1,Cable,none,\n';

export function registerImportTests(open: OpenBench): void {
  describe('imports', () => {
    let bench: HttpBench;
    beforeAll(async () => {
      bench = await open();
    }, 60_000);
    afterAll(() => bench.close());

    const refused = async (
      kind: string,
      csv: string | Uint8Array,
    ): Promise<{ status: number; code: string; faults: string[]; wheres: (string | null)[] }> => {
      const answer = await bench.admin.send('POST', `/api/imports/${kind}?wait_ms=60000`, {
        body: csv,
        headers: { 'content-type': 'text/csv' },
      });
      return {
        status: answer.status,
        code: answer.body.code,
        faults: answer.body.errors.map((one) => one.message),
        wheres: answer.body.errors.map((one) => one.where),
      };
    };

    test('a dry run counts and writes nothing; the import writes; the same again changes nothing', async () => {
      expect((await bench.admin.import('products', PRODUCTS, '&dry_run=true')).counts).toMatchObject({
        rows: 2,
        created: 3,
        updated: 0,
        unchanged: 0,
      });
      expect((await bench.admin.call('products.list')).rows).toEqual([]);
      expect((await bench.admin.import('products', PRODUCTS)).counts).toMatchObject({ created: 3 });
      const { version } = await bench.admin.call('summary.get');
      expect((await bench.admin.import('products', PRODUCTS)).counts).toMatchObject({
        created: 0,
        updated: 0,
        unchanged: 3,
      });
      expect((await bench.admin.call('summary.get')).version).toBe(version);
      expect((await bench.admin.import('products', 'sku;name\r\nCAM-1;Camera 4K\r\n')).counts).toMatchObject({
        created: 0,
        updated: 1,
      });
      const page = await bench.admin.call('products.list', { query: { text: '036000291452' } });
      expect(page.rows.map((row) => [row.sku, row.name, row.serial_policy])).toEqual([
        ['CAM-1', 'Camera 4K', 'required'],
      ]);
    });

    test('import.too-many: eight wait at most; the ninth is told to come again, and those that wait are done', async () => {
      const { store } = bench.running.central;
      const held = Promise.withResolvers<undefined>();
      const locked = Promise.withResolvers<undefined>();
      const over = store.transaction(async (tx) => {
        await tx.lockTenant(bench.tenant_id);
        locked.resolve(undefined);
        await held.promise;
      });
      await locked.promise;
      const begin = (at: number) =>
        bench.admin.send<Job>('POST', '/api/imports/products?wait_ms=0', {
          body: `sku,name\nWAIT-${at},Waits\n`,
          headers: { 'content-type': 'text/csv' },
        });
      const waiting: Job[] = [];
      for (let at = 0; at < 8; at += 1) waiting.push((await begin(at)).body);
      const ninth = await begin(8);
      expect([ninth.status, ninth.headers.get('retry-after')]).toEqual([503, '30']);
      expect(ninth.body).toMatchObject({ code: 'import.too-many' });
      held.resolve(undefined);
      await over;
      for (const { job_id } of waiting)
        await expect
          .poll(async () => (await bench.admin.call('jobs.get', { params: { job_id } })).state, { timeout: 30_000 })
          .toBe('done');
      expect((await begin(8)).status).toBe(202);
    });

    test.each([
      ['a BOM and semicolons', '\uFEFFsku;name\nSEM-1;"Semi; colon"\n', 'Semi; colon'],
      ['tabs', 'sku\tname\nTAB-1\tTab, comma\n', 'Tab, comma'],
      ['names with blanks and capitals, CRLF, blank lines', 'SKU, Name \r\n\r\nBLK-1,Blank\r\n\r\n', 'Blank'],
      ['cells written as ="…"', 'sku,name\n"=""00017""",Zero\n', 'Zero'],
    ])('reads %s', async (_, csv, name) => {
      await bench.admin.import('products', csv);
      expect((await bench.admin.call('products.list', { query: { text: name } })).rows).toHaveLength(1);
    });

    test('a code keeps its leading zeros', async () => {
      expect(
        (await bench.admin.call('products.list', { query: { text: '00017' } })).rows.map((row) => row.sku),
      ).toEqual(['00017']);
    });

    test('csv.columns: missing and double ones are all named, and every cell of the others is judged with them', async () => {
      const answer = await refused('purchase-orders', 'nummer,sku,sku,ordered_on\nPO-1,CAM-1,CAM-1,soon\n');
      expect(answer.status).toBe(422);
      expect(answer.wheres).toEqual(['sku', 'number', 'quantity', 'row 2, column ordered_on']);
      expect((await refused('purchase-orders', 'sku\nCAM-1\n')).code).toBe('csv.columns');
    });

    test('columns that nobody knows are left out and told, in any order, with a bar or a sep= line', async () => {
      const job = await bench.admin.import('products', 'colour|name|sku\nred|Lamp|LMP-1\n', '&dry_run=true');
      expect(job.counts).toMatchObject({ rows: 1, created: 1 });
      expect(job.warnings.map(({ message }) => message)).toEqual(['The column "colour" is left out.']);
      const sep = await bench.admin.import('products', 'sep=;\nsku;name\nLMP-2;Lamp, green\n', '&dry_run=true');
      expect(sep.counts).toMatchObject({ created: 1 });
    });

    test('UTF-16 and Windows-1252 are read; a workbook is none', async () => {
      for (const [at, bytes] of [
        Buffer.from('\uFEFFsku,name\nENC-0,Caf\u00e9\n', 'utf16le'),
        Buffer.from('sku,name\nENC-1,Caf\u00e9\n', 'latin1'),
      ].entries()) {
        await bench.admin.import('products', bytes);
        const { rows } = await bench.admin.call('products.list', { query: { text: `ENC-${at}` } });
        expect(rows.map(({ name }) => name)).toEqual(['Caf\u00e9']);
      }
      expect((await refused('products', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]))).code).toBe('csv.encoding');
    });

    test('a file of other headings is looked at, mapped once, and read so the next time', async () => {
      const csv = 'Item No.;Bezeichnung;Farbe\nMAP-1;Lampe;rot\n';
      const look = async (): Promise<ImportLook> =>
        (
          await bench.admin.send<ImportLook>('POST', '/api/imports/products/look', {
            body: csv,
            headers: { 'content-type': 'text/csv' },
          })
        ).body;
      expect(await look()).toMatchObject({
        heading: true,
        by: 'guess',
        missing: [],
        columns: [
          { heading: 'Item No.', values: ['MAP-1'], name: 'sku' },
          { heading: 'Bezeichnung', values: ['Lampe'], name: 'name' },
          { heading: 'Farbe', values: ['rot'], name: null },
        ],
      });
      expect((await refused('products', csv)).code).toBe('csv.columns');
      const reading: ImportReading = {
        heading: true,
        columns: [
          { name: 'sku', from: 'Item No.' },
          { name: 'name', from: '#2' },
        ],
        dates: null,
        decimals: 'comma',
      };
      const asked = `&reading=${encodeURIComponent(JSON.stringify(reading))}`;
      // A trial remembers nothing.
      await bench.admin.import('products', csv, `${asked}&dry_run=true`);
      expect((await look()).by).toBe('guess');
      await bench.admin.import('products', csv, asked);
      expect(await look()).toMatchObject({ by: 'last-time', decimals: 'comma' });
      const again = 'Farbe;Bezeichnung;Item No.\nblau;Lampe;MAP-2\n';
      expect((await refused('products', 'Item;Name\nMAP-3;x\n')).code).toBe('csv.columns');
      const { counts } = await bench.admin.import('products', again);
      expect(counts).toMatchObject({ created: 1 });
      const { rows } = await bench.admin.call('products.list', { query: { text: 'MAP-2' } });
      expect(rows.map(({ name }) => name)).toEqual(['Lampe']);
    });

    test('a file without headings is mapped by place, and dates and prices are read as it writes them', async () => {
      const csv = 'PO-DE;LUMD;Lumina;CAM-1;2;1.249,50;03.04.2026\n';
      const columns = ['number', 'vendor_code', 'vendor_name', 'sku', 'quantity', 'unit_price', 'ordered_on'].map(
        (name, at) => ({ name, from: `#${at + 1}` }),
      );
      const asked = (dates: ImportReading['dates']): string =>
        `&reading=${encodeURIComponent(JSON.stringify({ heading: false, columns, dates, decimals: 'comma' }))}`;
      await bench.admin.import('purchase-orders', csv, asked('day-first'));
      const [row] = (await bench.admin.call('purchase_orders.list', { query: { text: 'PO-DE' } })).rows;
      expect(row).toMatchObject({ total_cents: 249_900, ordered_at: Date.UTC(2026, 3, 3) });
      const unsaid = await bench.admin.send<{ errors: { where: string }[] }>(
        'POST',
        `/api/imports/purchase-orders?wait_ms=60000${asked(null)}`,
        { body: csv, headers: { 'content-type': 'text/csv' } },
      );
      expect(unsaid.body.errors.map(({ where }) => where)).toEqual(['row 1, column ordered_on']);
      const wrong = await bench.admin.send('POST', '/api/imports/products?reading=%7B', {
        body: 'sku\nA\n',
        headers: { 'content-type': 'text/csv' },
      });
      expect(wrong.status).toBe(400);
    });

    test('code.pallet and the like: a serial that no station would take is not announced either', async () => {
      const answer = await bench.admin.send<{ errors: { code: string }[] }>(
        'POST',
        '/api/imports/expected-serials?wait_ms=60000',
        {
          body: 'number,sku,serial\nPO-DE,CAM-1,00395011015300000011\nPO-DE,CAM-1,https://example.com/a\nPO-DE,CAM-1,1.2E+11\n',
          headers: { 'content-type': 'text/csv' },
        },
      );
      expect(answer.body.errors.map(({ code }) => code)).toEqual(['code.pallet', 'code.web-address', 'csv.value']);
    });

    test('csv.empty: no rows', async () => {
      expect((await refused('products', '')).code).toBe('csv.empty');
      expect((await refused('products', 'sku,name\n')).code).toBe('csv.empty');
    });

    test('a quote inside a cell is a quote', async () => {
      await bench.admin.import('products', 'sku,name\nINCH-1,Screen 12" wide\n');
      expect((await bench.admin.call('products.list', { query: { text: '12" wide' } })).rows).toHaveLength(1);
    });

    test('csv.row: a quote that is never closed', async () => {
      const answer = await refused('products', 'sku,name\nA,B\nC,"D\nE,F\n');
      expect([answer.status, answer.code]).toEqual([422, 'csv.row']);
    });

    test('every row’s errors at once, with row and column, and nothing is written', async () => {
      const before = (await bench.admin.call('summary.get')).version;
      const answer = await refused(
        'products',
        'sku,name,serial_policy,serial_min,upc,weight_g\nNEW-1,One,required,4,,\n,Two,maybe,x,,\nNEW-3,,none,,036000291453,abc\nNEW-1,Again,none,,,\nNEW-5,Five,none\n"NEW-6",Six,none,,1.23457E+11,\n',
      );
      expect([answer.status, answer.code]).toEqual([422, 'csv.row']);
      expect(answer.wheres).toEqual([
        'row 3, column sku',
        'row 3, column serial_policy',
        'row 3, column serial_min',
        'row 4, column weight_g',
        'row 4, column name',
        'row 4, column upc',
        'row 5, column sku',
        'row 6',
        'row 7, column upc',
      ]);
      expect(answer.faults.at(-1)).toContain('spreadsheet');
      expect((await bench.admin.call('summary.get')).version).toBe(before);
    });

    test('csv.reference: an unknown SKU in row 17 is told as row 17, with the unknown vendor and warehouse', async () => {
      const rows = Array.from(
        { length: 20 },
        (_, at) => `PO-9,${at === 15 ? 'NOPE' : 'CAM-1'},${at + 1},2,GHOST,NOWHERE`,
      );
      const answer = await refused(
        'purchase-orders',
        `number,sku,line_number,quantity,vendor_code,warehouse\n${rows.join('\n')}\n`,
      );
      expect(answer.status).toBe(422);
      expect(answer.faults).toEqual(
        expect.arrayContaining([
          expect.stringMatching(/^Row 17, sku: there is no product NOPE/u),
          expect.stringMatching(/GHOST/u),
          expect.stringMatching(/NOWHERE/u),
        ]),
      );
    });

    test('a purchase order, its serials, and what contradicts them', async () => {
      const csv =
        'number,vendor_code,vendor_name,warehouse,sku,quantity,unit_price\nPO-1,LUM,Lumina,MAIN,CAM-1,5,249.50\nPO-1,,,,CBL-1,10,"3,10"\n';
      expect((await bench.admin.import('purchase-orders', csv)).counts).toMatchObject({
        by_entity: { vendor: { created: 1 }, purchase_order: { created: 1 }, po_line: { created: 2 } },
      });
      expect((await bench.admin.import('purchase-orders', csv)).counts).toMatchObject({ created: 0, updated: 0 });
      const [row] = (await bench.admin.call('purchase_orders.list', { query: { text: 'lumina' } })).rows;
      expect(row).toMatchObject({
        number: 'PO-1',
        vendor_name: 'Lumina',
        warehouse_code: 'MAIN',
        lines: 2,
        units: 15,
        total_cents: 5 * 24_950 + 10 * 310,
      });
      expect(
        (await bench.admin.import('expected-serials', 'number,sku,serial\nPO-1,CAM-1,0001\nPO-1,CAM-1,0002\n')).counts,
      ).toMatchObject({ created: 2 });
      expect((await bench.admin.call('purchase_orders.list', { query: { serial: '0002' } })).rows).toHaveLength(1);
      const answer = await refused(
        'expected-serials',
        'number,sku,serial\nPO-1,CBL-1,9\nPO-7,CAM-1,9\nPO-1,CAM-1,0003\nPO-1,CAM-1, 0003 \n',
      );
      expect(answer.wheres).toEqual(['row 2, column serial', 'row 3, column number', 'row 5, column serial']);
      expect(
        (
          await bench.admin.call('purchase_orders.get', { params: { purchase_order_id: row?.purchase_order_id ?? '' } })
        ).lines.map((line) => [line.sku, line.expected_open]),
      ).toEqual([
        ['CAM-1', 2],
        ['CBL-1', 0],
      ]);
    });

    test('a table of files: what of each is read, and where its faults are', async () => {
      await bench.admin.import('purchase-orders', 'number,vendor_code,sku,quantity\nPO-LISTS,LUM,CAM-1,50\n');
      const lines: string[] = [];
      const wrong: unknown[] = [];
      const files = importFiles('PO-LISTS', 'CAM-1');
      for (const { name, bytes, reading, ...expected } of files) {
        const said = reading === undefined ? '' : `&reading=${encodeURIComponent(JSON.stringify(reading))}`;
        const { body } = await bench.admin.send<Partial<Job> & { errors?: { where: string; message: string }[] }>(
          'POST',
          `/api/imports/expected-serials?dry_run=true&wait_ms=60000${said}`,
          { body: bytes, headers: { 'content-type': 'text/csv' } },
        );
        const wheres = body.errors?.map(({ where }) => where);
        const warnings = (body.warnings ?? []).map(({ message }) => message);
        const told = expected.warnings ?? [];
        const got = wheres === undefined ? { created: body.counts?.created } : { wheres };
        const { warnings: _told, ...asked } = expected;
        const isTold = warnings.length === told.length && told.every((start, at) => warnings[at]?.startsWith(start));
        if (JSON.stringify(got) !== JSON.stringify(asked) || !isTold) wrong.push({ name, got, asked, warnings });
        lines.push(`${name} | ${JSON.stringify(got)} | ${(body.errors ?? []).map(({ message }) => message).join(' ')}`);
      }
      process.stdout.write(`${lines.join('\n')}\n${files.length} files\n`);
      expect(wrong).toEqual([]);
      expect(files.length).toBeGreaterThanOrEqual(60);
    });

    test('orders: head columns that contradict each other, and a new order without an address', async () => {
      const answer = await refused(
        'orders',
        'number,customer_name,address_1,city,country,sku,quantity\nSO-1,Ines,Road 1,Porto,PT,CAM-1,1\nSO-1,Ana,,,,CBL-1,1\nSO-2,Bo,,,Portugal,CAM-1,0\n',
      );
      expect(answer.wheres).toEqual([
        'row 3, column customer_name',
        'row 4, column country',
        'row 4, column quantity',
        'row 4, column address_1',
        'row 4, column city',
      ]);
      expect(
        (
          await bench.admin.import(
            'orders',
            'number,customer_name,address_1,city,country,sku,quantity,unit_price\nSO-1,Ines,Road 1,Porto,PT,CAM-1,2,10\n',
          )
        ).counts,
      ).toMatchObject({ created: 2 });
      expect((await bench.admin.call('orders.list')).rows).toMatchObject([
        { number: 'SO-1', total_cents: 2000, units: 2 },
      ]);
    });

    test('product codes: another product’s code, a wrong check digit, an unknown product', async () => {
      const answer = await refused(
        'product-codes',
        'sku,kind,code\nCBL-1,upc,036000291452\nCBL-1,ean,4006381333932\nXXX,alias,A\nCBL-1,alias,OK\n',
      );
      expect(answer.wheres).toEqual(['row 2, column code', 'row 3, column code', 'row 4, column sku']);
      expect((await bench.admin.import('product-codes', 'sku,kind,code\nCBL-1,alias,CABLE\n')).counts).toMatchObject({
        created: 1,
      });
    });

    test('the template of every kind imports’ columns as they are declared', async () => {
      const { kinds } = await bench.admin.call('imports.kinds');
      expect(kinds.map((one) => one.kind)).toEqual([
        'products',
        'product-codes',
        'purchase-orders',
        'expected-serials',
        'orders',
      ]);
      for (const { kind, columns } of kinds) {
        const { body } = await bench.admin.send<string>('GET', `/api/imports/${kind}/template.csv`);
        expect(body.split('\r\n')[0]?.replaceAll('"', '')).toBe(columns.map((one) => one.name).join(','));
      }
    });

    test('100,000 rows in one go; others are answered meanwhile; cancelled before the commit nothing is written', async () => {
      const csv = `sku,name\n${Array.from({ length: 100_000 }, (_, at) => `BULK-${at},Bulk ${at}`).join('\n')}\n`;
      const before = (await bench.admin.call('summary.get')).version;
      const begun = await bench.admin.send<Job>('POST', '/api/imports/products?wait_ms=0', { body: csv });
      expect(begun.status).toBe(202);
      const cancelled = await bench.admin.call('jobs.cancel', { params: { job_id: begun.body.job_id } });
      expect(cancelled.state).toBe('cancelled');
      const running = bench.admin.import('products', csv);
      expect((await bench.admin.send('GET', '/api/products?limit=1')).status).toBe(200);
      expect((await running).counts).toMatchObject({ created: 100_000 });
      const page = await bench.admin.call('products.list', { query: { text: 'BULK-', limit: '500' } });
      expect([page.rows.length, page.matching]).toEqual([500, { count: 10_000, exact: false }]);
      expect((await bench.admin.call('summary.get')).version).toBeGreaterThan(before);
      const again = await bench.admin.send('DELETE', `/api/jobs/${begun.body.job_id}`);
      expect([again.status, again.body.code]).toEqual([409, 'job.too-late']);
    });
  });
}
