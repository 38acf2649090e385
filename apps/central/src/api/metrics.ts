import type { Metrics } from '../auth/central.ts';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Store } from '../storage/index.ts';

/** Its own registry, so that two centrals in one process (tests) do not share figures. */
export function makeMetrics(store: Store): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const requests = new Histogram({
    name: 'serialbridge_http_request_seconds',
    help: 'Time from request to answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
    registers,
  });
  const events = new Counter({
    name: 'serialbridge_events_total',
    help: 'Events recorded, by who sent them and what came of them',
    labelNames: ['source', 'outcome'] as const,
    registers,
  });
  const sign_ins = new Counter({
    name: 'serialbridge_sign_ins_total',
    help: 'Tries to sign in or to pair',
    labelNames: ['kind', 'result'] as const,
    registers,
  });
  addStoreGauges(store, registers);
  return { registry, requests, events, sign_ins };
}

/** Read from the database when they are asked for. */
function addStoreGauges({ db }: Store, registers: Registry[]): void {
  const gauge = <L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[],
    fill: (gauge: Gauge<L>) => Promise<void>,
  ): void => {
    // Registers itself.
    void new Gauge<L>({
      name,
      help,
      labelNames: [...labelNames],
      registers,
      async collect() {
        this.reset();
        await fill(this);
      },
    });
  };
  gauge('serialbridge_feed_head', 'Version at the head of the feed', ['tenant_id'], async (metric) => {
    for (const { tenant_id, version } of await db.selectFrom('tenant_head').select(['tenant_id', 'version']).execute())
      metric.set({ tenant_id }, version);
  });
  gauge('serialbridge_open_cases', 'Cases that wait for a person', ['tenant_id'], async (metric) => {
    const rows = await db
      .selectFrom('case')
      .select(['tenant_id', (eb) => eb.fn.countAll<number>().as('open_count')])
      .where('state', '=', 'open')
      .groupBy('tenant_id')
      .execute();
    for (const { tenant_id, open_count } of rows) metric.set({ tenant_id }, open_count);
  });
  gauge(
    'serialbridge_station_backlog',
    'Events a station had not got acknowledged when last seen',
    ['tenant_id', 'station_id'],
    async (metric) => {
      const rows = await db.selectFrom('station_contact').select(['tenant_id', 'station_id', 'backlog']).execute();
      for (const { tenant_id, station_id, backlog } of rows) metric.set({ tenant_id, station_id }, backlog);
    },
  );
}
