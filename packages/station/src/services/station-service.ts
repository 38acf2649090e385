import { CallError } from '@serialbridge/client';
import type { StationStore } from '@serialbridge/cache';
import { madeRole } from '@serialbridge/core/ledger';
import { checkPolicyChange, type PolicyChange } from '@serialbridge/core/policy';
import type { DeviceStatus, MethodParams, MethodResult, StationState } from '@serialbridge/protocol/station';
import type { UnitRow } from '@serialbridge/core/model';
import { normaliseSerial, unitsOfSpelling } from '@serialbridge/core/serial';
import type { HostContext, Ledger, StationService } from '../contract/host-context.ts';
import { readLost } from '../sync/lost-events.ts';
import type { SyncLoop } from '../sync/sync-loop.ts';
import { stationCases } from './station-cases.ts';
import { optionRows, shownKeys } from './option-rows.ts';
import { outboxExports } from './outbox-exports.ts';

/** Units by serial, former serial or another identifier, as this station knows them. */
function findUnitCards({ view, read }: Ledger, text: string): MethodResult<'station.find_unit'> {
  const found = new Map<string, UnitRow>();
  // Whether case counts is the product's matter, and the product is not known yet.
  for (const case_fold of [false, true]) {
    const norm = normaliseSerial(text, { case_fold });
    if (norm === '') continue;
    for (const unit of unitsOfSpelling((one) => view.unitsBySerial(one), norm)) found.set(unit.unit_id, unit);
    for (const row of read.all('SELECT unit_id FROM live_unit_identifier WHERE value_norm = ?', [norm])) {
      const unit = view.row('unit', String(row['unit_id']));
      if (unit !== undefined) found.set(unit.unit_id, unit);
    }
  }
  const units = [...found.values()].map((unit) => {
    const product = view.row('product', unit.product_id);
    return {
      unit_id: unit.unit_id,
      sku: product?.sku ?? '?',
      product_name: product?.name ?? '?',
      serial_raw: unit.serial_raw,
      state: unit.state,
      disputed: unit.disputed,
      warehouse_name: unit.warehouse_id === null ? null : (view.row('warehouse', unit.warehouse_id)?.name ?? null),
      bin_code: unit.bin_id === null ? null : (view.row('bin', unit.bin_id)?.code ?? null),
      po_number:
        unit.purchase_order_id === null ? null : (view.row('purchase_order', unit.purchase_order_id)?.number ?? null),
      order_number: unit.order_id === null ? null : (view.row('order', unit.order_id)?.number ?? null),
    };
  });
  return { units };
}

export interface StationServiceParts {
  readonly context: HostContext;
  readonly store: StationStore;
  readonly sync: SyncLoop;
  readonly software: string;
  readonly started_at: number;
  readonly devices: () => readonly DeviceStatus[];
  readonly pair: (request: MethodParams<'station.pair'>) => Promise<void>;
  readonly notices: () => StationState['notices'];
  readonly listsVersion: () => number;
}

/** Method station.*, topic `station`: pairing, sign-in, options, what stands on every screen, and what support asks for. */
export function stationService(parts: StationServiceParts): StationService {
  const { context, store, sync, software, started_at, devices, pair, notices, listsVersion } = parts;
  const { app, clock, ledger, operators, pairing, policy, record } = context;
  const { read, view } = ledger;
  const exports = outboxExports(store, software);
  const cases = stationCases(context);

  const idAt = (level: PolicyChange['level']): string => {
    const { station_id, warehouse_id } = pairing.station();
    if (level === 'station') return station_id;
    return level === 'warehouse' ? warehouse_id : '';
  };
  const lostNotices = (): StationState['notices'] => {
    const lost = readLost(store);
    if (lost === null) return [];
    return [
      { level: 'error', finding: { code: 'sync.events-missing', params: { first: lost.first, last: lost.last } } },
    ];
  };
  const openCases = (): number =>
    Number(read.get(`SELECT count(*) AS n FROM live_case WHERE state = 'open'`)?.['n'] ?? 0);

  const state = (): StationState => {
    const identity = pairing.identity();
    const operator = operators.current();
    return {
      app,
      software,
      station:
        identity === null
          ? null
          : {
              station_id: identity.station_id,
              name: identity.station_name,
              kind: identity.kind,
              warehouse_id: identity.warehouse_id,
              warehouse_name: view.row('warehouse', identity.warehouse_id)?.name ?? '',
              central_fingerprint: identity.central_fingerprint,
            },
      operator:
        operator === null
          ? null
          : {
              operator_id: operator.operator_id,
              code: operator.code,
              name: operator.name,
              role: operator.role,
              role_name: madeRole(view, operator.role)?.name ?? null,
              rights: [...operators.rights()],
            },
      badge_alone_signs_in: policy.get('station.badge_alone_signs_in'),
      sync: sync.status(),
      devices: [...devices()],
      open_cases: openCases(),
      notices: [...notices(), ...lostNotices(), ...cases.notices()],
      ops_synchronous: store.files.synchronous,
      // Every declared schema takes JSON values only.
      policy: Object.fromEntries(shownKeys(app).map((key) => [key, policy.get(key) as StationState['policy'][string]])),
      policy_version: policy.version(),
      lists_version: listsVersion(),
    };
  };

  return {
    topics: { station: state },
    methods: {
      'station.pair': async (request) => {
        await pair(request);
        return {};
      },
      'station.sign_in': async (request) => {
        await operators.signIn(request);
        return {};
      },
      'station.change_pin': async (request) => {
        await operators.changePin(request);
        return {};
      },
      'station.sign_out': () => {
        operators.signOut();
        return {};
      },
      'station.compare': () => {
        sync.compareNow();
        return {};
      },
      'station.sync_now': () => {
        sync.syncNow();
        return {};
      },
      'station.list_options': () => ({ options: optionRows(app, policy.at(), operators.rights()) }),
      'station.change_options': ({ changes }) => {
        const placed = changes.map(({ level, key, value }) => ({ level, level_id: idAt(level), key, value }));
        const [first, ...rest] = checkPolicyChange(placed, operators.rights()).map(
          ({ code, message, where, params }) => ({
            code,
            message,
            params: { ...params, where },
          }),
        );
        if (first !== undefined) throw new CallError([first, ...rest]);
        record.append([{ type: 'policy-changed', body: { changes: placed } }]);
        return {};
      },
      'station.find_unit': ({ serial }) => findUnitCards(ledger, serial),
      ...cases.methods,
      'station.diagnostics': () => {
        const { incarnation, seq } = store.log.head();
        return {
          data_dir: store.files.dir,
          incarnation,
          last_seq: seq,
          backlog: store.outbox.backlog(),
          cache_version: store.cache.state().cursor?.version ?? 0,
          ...store.files.sizes(),
          node: process.versions.node,
          sqlite: store.files.sqlite,
          started_at,
          sealed_by: store.seal.kept_by,
          seal_detail: store.seal.detail,
          seal_opens: store.seal.isOpen(),
        };
      },
      'station.export_outbox': () => ({ files: exports.make(clock.now()) }),
      'station.export_part': ({ file_name, part }) => ({ text: exports.part(file_name, part) }),
    },
  };
}
