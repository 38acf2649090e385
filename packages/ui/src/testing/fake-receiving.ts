import type { Feedback, LastScan, ReceiptSerial, ReceivingLine } from '@serialbridge/protocol/station';
import { FAKE_CODES, FAKE_DOCUMENTS, FAKE_LINES } from './fake-documents.ts';
import { FAKE_OPTIONS } from './fake-options.ts';
import {
  FAKE_CASE,
  fakeFeedback,
  FAKE_NOW,
  FAKE_PACKING,
  FAKE_RECEIVING,
  FAKE_STATION,
  FAKE_DEVICES,
  fakeId,
} from './fake-states.ts';
import { FakeStation } from './fake-station.ts';

const REFUSED_BAD = 'BAD';

/** A receiving station with a list, one shape of document, and just enough of an answer to scans to show every state. */
export function fakeReceivingStation(): FakeStation {
  const fake = new FakeStation({
    station: FAKE_STATION,
    receiving: FAKE_RECEIVING,
    packing: FAKE_PACKING,
    devices: FAKE_DEVICES,
  });
  let serials: readonly ReceiptSerial[] = [];
  let made = 0;

  const receiving = (): typeof FAKE_RECEIVING => fake.state('receiving');
  const currentLine = (): ReceivingLine | undefined =>
    receiving().lines.find((line) => line.line_id === receiving().current_line_id);
  const changeLine = (lineId: string, change: (line: ReceivingLine) => Partial<ReceivingLine>): void => {
    const lines = receiving().lines.map((line) => (line.line_id === lineId ? { ...line, ...change(line) } : line));
    const session = receiving().session;
    const sum = (of: (line: ReceivingLine) => number): number => lines.reduce((total, line) => total + of(line), 0);
    fake.change('receiving', {
      lines,
      session:
        session === null
          ? null
          : {
              ...session,
              units_counted: sum((line) => line.quantity_counted),
              serials_counted: sum((line) => line.serials_counted),
            },
      blockers: lines
        .filter((line) => line.serials_missing > 0)
        .map((line) => ({
          code: 'serial.required_line',
          params: { missing: line.serials_missing, units: line.quantity_counted, serials: line.serials_counted },
        })),
    });
  };
  const remember = (feedback: Feedback): Feedback => {
    const scan: LastScan = {
      feedback_id: feedback.feedback_id,
      at: feedback.at,
      level: feedback.level,
      text: feedback.text ?? '',
      headline: feedback.headline,
      unit_id: null,
      undoable: feedback.level === 'accepted',
    };
    fake.change('receiving', {
      last_scans: [scan, ...receiving().last_scans].slice(0, 50),
      can_undo: receiving().session !== null && serials.length > 0,
    });
    fake.signal(feedback);
    return feedback;
  };

  const takeSerial = (line: ReceivingLine, text: string): Feedback => {
    const already = serials.some((serial) => serial.serial_raw === text);
    const findings = [
      ...(already
        ? [
            {
              code: 'serial.duplicate-in-document',
              params: { serial: text, where: `${line.product.sku}, this session` },
            },
          ]
        : []),
      ...(text.includes(REFUSED_BAD)
        ? [{ code: 'serial.length_short', params: { serial: text, length: text.length, min: 8 } }]
        : []),
      ...(text.includes(REFUSED_BAD)
        ? [{ code: 'serial.pattern', params: { serial: text, sku: line.product.sku, pattern: 'SN[0-9]{6}' } }]
        : []),
    ];
    const [first] = findings;
    if (first !== undefined) return fakeFeedback('refused', text, first, findings);
    made += 1;
    serials = [
      {
        unit_id: fakeId(90_000 + made),
        line_id: line.line_id,
        sku: line.product.sku,
        serial_raw: text,
        lot: null,
        expiry: null,
      },
      ...serials,
    ];
    changeLine(line.line_id, (old) => ({
      serials_counted: old.serials_counted + 1,
      quantity_counted: Math.max(old.quantity_counted, old.serials_counted + 1),
      serials_missing: Math.max(0, old.serials_missing - 1),
    }));
    const now = currentLine() ?? line;
    const full = now.quantity_received + now.serials_counted >= now.quantity_ordered;
    const params = {
      sku: line.product.sku,
      serial: text,
      serials: now.serials_counted,
      of: now.quantity_ordered - now.quantity_received,
    };
    return full
      ? fakeFeedback('complete', text, { code: 'receiving.line-complete', params })
      : fakeFeedback('accepted', text, { code: 'receiving.serial-accepted', params });
  };

  const takeCode = (text: string): Feedback => {
    if (receiving().session === null) {
      const found = FAKE_DOCUMENTS.find((row) => row.number === text);
      if (found === undefined)
        return fakeFeedback('refused', text, { code: 'receiving.unknown-document', params: { text } });
      open(found.document_kind, found.document_id);
      return fakeFeedback('info', text, { code: 'receiving.document-opened', params: { number: text } });
    }
    const sku = FAKE_CODES[text];
    const line = receiving().lines.find((one) => one.product.sku === sku);
    if (line !== undefined) {
      fake.change('receiving', {
        current_line_id: line.line_id,
        phase: line.product.serial_policy === 'none' ? 'lines' : 'serials',
      });
      if (line.product.serial_policy === 'none')
        changeLine(line.line_id, (old) => ({ quantity_counted: old.quantity_counted + 1 }));
      return fakeFeedback('info', text, {
        code: 'receiving.line-chosen',
        params: {
          sku: line.product.sku,
          counted: line.quantity_counted,
          received: line.quantity_received,
          ordered: line.quantity_ordered,
        },
      });
    }
    const current = currentLine();
    if (current === undefined) return fakeFeedback('refused', text, { code: 'scan.unknown', params: { text } });
    return takeSerial(current, text);
  };

  function open(kind: (typeof FAKE_DOCUMENTS)[number]['document_kind'], id: string): void {
    const row = FAKE_DOCUMENTS.find((one) => one.document_id === id) ?? FAKE_DOCUMENTS[0];
    serials = [];
    fake.change('receiving', {
      ...FAKE_RECEIVING,
      phase: 'lines',
      lines: [...FAKE_LINES],
      session: {
        receiving_session_id: fakeId(5000),
        document_kind: kind,
        document_id: id,
        number: row?.number ?? '',
        party: row?.party ?? '',
        opened_at: FAKE_NOW,
        bin_id: null,
        bin_code: null,
        units_counted: 0,
        serials_counted: 0,
      },
    });
  }

  fake.answer('scan.submit', ({ text }) => ({ feedback: remember(takeCode(text)) }));
  fake.answer('receiving.list_documents', (query) => {
    const wanted = (row: (typeof FAKE_DOCUMENTS)[number]): boolean =>
      (query.show === 'rma'
        ? row.document_kind === 'rma'
        : row.document_kind !== 'rma' && (row.status === 'received') === (query.show === 'received')) &&
      row.number.toLowerCase().includes(query.number.toLowerCase()) &&
      `${row.party} ${row.description ?? ''}`.toLowerCase().includes(query.keywords.toLowerCase()) &&
      (query.buyer === null || row.buyer === query.buyer);
    const rows = FAKE_DOCUMENTS.filter(wanted);
    return {
      rows: rows.slice(query.offset, query.offset + query.limit),
      matching: rows.length,
      total: FAKE_DOCUMENTS.length,
      vendors: [...new Set(FAKE_DOCUMENTS.map((row) => row.party))].map((name, n) => ({
        vendor_id: fakeId(700 + n),
        name,
      })),
      buyers: ['A. Chen', 'R. Novak'],
      companies: ['Default company', 'Outlet'],
    };
  });
  fake.answer('receiving.open_document', ({ document_kind, document_id }) => {
    open(document_kind, document_id);
    return {};
  });
  fake.answer('receiving.leave', () => {
    fake.change('receiving', FAKE_RECEIVING);
    return {};
  });
  fake.answer('receiving.choose_line', ({ line_id }) => {
    fake.change('receiving', { current_line_id: line_id, phase: line_id === null ? 'lines' : 'serials' });
    return {};
  });
  fake.answer('receiving.mark_received', ({ line_id, quantity }) => {
    changeLine(line_id, (line) => ({
      quantity_counted: line.quantity_counted + quantity,
      serials_missing: line.product.serial_policy === 'none' ? 0 : line.serials_missing + quantity,
    }));
    fake.change('receiving', {
      current_line_id: line_id,
      phase: currentLine()?.product.serial_policy === 'none' ? 'lines' : 'serials',
    });
    return {
      feedback: fakeFeedback('accepted', null, {
        code: 'receiving.counted',
        params: {
          sku: currentLine()?.product.sku ?? '',
          quantity,
          counted: currentLine()?.quantity_counted ?? 0,
          ordered: currentLine()?.quantity_ordered ?? 0,
        },
      }),
    };
  });
  fake.answer('receiving.undo', () => {
    const [last, ...rest] = serials;
    if (last !== undefined)
      changeLine(last.line_id, (line) => ({
        serials_counted: line.serials_counted - 1,
        quantity_counted: line.quantity_counted - 1,
      }));
    serials = rest;
    return {
      feedback: remember(
        fakeFeedback('info', last?.serial_raw ?? '', {
          code: 'receiving.undone',
          params: { sku: last?.sku ?? '', quantity: 1, serials: 1 },
        }),
      ),
    };
  });
  fake.answer('receiving.enter_serials', ({ line_id, entry, dry_run, skip_bad }) => {
    const texts =
      'text' in entry
        ? entry.text.split(/[\n,;\t]+/u).filter((text) => text !== '')
        : Array.from({ length: 'count' in entry ? entry.count : 5 }, (_, n) => `${entry.first}-${n}`);
    const refused = texts.flatMap((text, index) =>
      text.includes(REFUSED_BAD)
        ? [
            {
              position: index + 1,
              serial_raw: text,
              warnings: [],
              findings: [{ code: 'serial.length_short', params: { serial: text, length: text.length, min: 8 } }],
            },
          ]
        : [],
    );
    const good = texts.filter((text) => !text.includes(REFUSED_BAD));
    if (!dry_run && (refused.length === 0 || skip_bad)) {
      const line = receiving().lines.find((one) => one.line_id === line_id);
      if (line !== undefined) for (const text of good) takeSerial(line, text);
    }
    return { entered: texts.length, accepted: good.length, refused, warned: 0 };
  });
  fake.answer('receiving.list_serials', ({ line_id, find, offset, limit }) => {
    const rows = serials.filter(
      (serial) => (line_id === null || serial.line_id === line_id) && serial.serial_raw.includes(find),
    );
    return { rows: rows.slice(offset, offset + limit), total: rows.length };
  });
  fake.answer('receiving.remove_serial', ({ unit_id }) => {
    const gone = serials.find((serial) => serial.unit_id === unit_id);
    serials = serials.filter((serial) => serial !== gone);
    if (gone !== undefined)
      changeLine(gone.line_id, (line) => ({
        serials_counted: line.serials_counted - 1,
        quantity_counted: line.quantity_counted - 1,
      }));
    return {
      feedback: fakeFeedback('info', gone?.serial_raw ?? null, {
        code: 'receiving.serial-removed',
        params: { serial: gone?.serial_raw ?? '', sku: gone?.sku ?? '' },
      }),
    };
  });
  fake.answer('receiving.list_bins', () => ({
    bins: ['A-01-1', 'A-01-2', 'B-07-3', 'DOCK'].map((code, n) => ({ bin_id: fakeId(800 + n), code })),
  }));
  fake.answer('receiving.set_bin', ({ bin_id }) => {
    const session = receiving().session;
    fake.change('receiving', {
      session: session === null ? null : { ...session, bin_id, bin_code: bin_id === null ? null : 'A-01-1' },
    });
    return {};
  });
  fake.answer('receiving.save', () => {
    const { blockers, session } = receiving();
    const [first] = blockers;
    if (first !== undefined) return { feedback: fakeFeedback('refused', null, first, blockers) };
    fake.change('receiving', FAKE_RECEIVING);
    return {
      feedback: fakeFeedback('complete', null, {
        code: 'receiving.saved',
        params: { units: session?.units_counted ?? 0, serials: session?.serials_counted ?? 0 },
      }),
    };
  });
  fake.answer('receiving.list_sessions', () => ({
    rows: FAKE_DOCUMENTS.slice(0, 12).map((row, n) => ({
      receiving_session_id: fakeId(5000 + n),
      document_kind: row.document_kind,
      document_id: row.document_id,
      number: row.number,
      state: n === 0 ? ('draft' as const) : n === 5 ? ('discarded' as const) : ('saved' as const),
      opened_at: row.created_at,
      saved_at: n === 0 ? null : row.created_at + 900_000,
      operator_name: 'Maria Lopez',
      station_name: 'Dock 3',
      units: row.units,
      serials: row.units,
    })),
    total: 12,
  }));
  fake.answer('station.list_options', () => ({ options: [...FAKE_OPTIONS] }));
  fake.answer('station.find_unit', ({ serial }) => ({
    units: serial.startsWith('SN')
      ? [
          {
            unit_id: fakeId(9),
            sku: 'WATCH-S9-45',
            product_name: 'Watch Series 9, 45 mm, midnight',
            serial_raw: serial,
            state: 'in_stock',
            disputed: true,
            warehouse_name: 'Back Store Room',
            bin_code: 'A-01-2',
            po_number: 'PO-12344',
            order_number: null,
          },
        ]
      : [],
  }));
  fake.answer('station.diagnostics', () => ({
    data_dir: '/var/lib/serialbridge',
    incarnation: fakeId(77),
    last_seq: 18_221,
    backlog: fake.state('station').sync.backlog,
    cache_version: 4211,
    ops_bytes: 4_400_000,
    cache_bytes: 38_000_000,
    node: '24.21.0',
    sqlite: '3.51.0',
    started_at: FAKE_NOW - 7_200_000,
  }));
  fake.answer('station.list_cases', ({ state }) => ({
    cases: state === 'open' ? [FAKE_CASE] : [],
    overruled: [],
    names: {},
  }));
  fake.answer('station.sign_out', () => {
    fake.change('station', { operator: null });
    return {};
  });
  return fake;
}
