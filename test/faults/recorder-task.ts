import type { TestOrder, TestWarehouse } from '@serialbridge/testing/store/test-warehouse';

/** What a recorder is started with. */
export interface RecorderTask {
  readonly dir: string;
  readonly central_url: string;
  readonly pairing_code: string;
  readonly name: string;
  /** Another one at every start: what is scanned follows from it. */
  readonly seed: number;
  readonly w: Pick<TestWarehouse, 'warehouse' | 'product' | 'po_line'>;
  readonly order: Pick<TestOrder, 'order' | 'order_line'>;
}
