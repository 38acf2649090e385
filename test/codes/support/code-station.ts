import { createI18n, translateWith } from '@serialbridge/ui/i18n';
import { readCode } from '@serialbridge/core/gs1';
import type { Feedback, PackingState } from '@serialbridge/protocol/station';
import { BADGE, TestStation } from '@serialbridge/testing/station/small-warehouse';
import { CAMERA, catalogue, HUB, HUB_EAN, LAMP, LINES, SKUS } from './catalogue.ts';
import type { CodeRow, Step } from './code-row.ts';

export type App = 'receivebridge' | 'shipbridge';

const t = translateWith(createI18n());
const WAITING = { serial: HUB, pattern: LAMP, known: CAMERA } as const;
const SCANNER = { device_id: 'line', name: 'Line', kind: 'scanner', link: { type: 'simulated' } } as const;

/** What one scan came to. */
export interface Said {
  readonly feedback: Feedback;
  /** Every sentence that the worker is shown, the headline first. */
  readonly sentences: readonly string[];
  /** Something was written to the station's ledger. */
  readonly recorded: boolean;
  /** The line that is chosen now. */
  readonly line_id: string | null;
  /** The bin that the open receipt goes to. */
  readonly bin_code: string | null;
  /** The number of the box that waits for one. */
  readonly tracking_number: string | null;
  /** Serials on the open receipt, or in the open order's boxes. */
  readonly serials: readonly { readonly sku: string; readonly serial_raw: string }[];
}

/** A station at one step, brought back there after each scan. */
export class CodeStation {
  readonly #station: TestStation;
  readonly #step: Step;
  readonly #app: App;
  readonly #heard: Feedback[] = [];

  private constructor(app: App, step: Step) {
    this.#app = app;
    this.#step = step;
    this.#station = new TestStation(app, { rows: catalogue(app), devices: [SCANNER] });
    this.#station.host.onSignal((_, payload) => this.#heard.push(payload as Feedback));
  }

  static async at(app: App, step: Step): Promise<CodeStation> {
    const made = new CodeStation(app, step);
    await made.#station.scan(BADGE);
    await made.#goToStep();
    return made;
  }

  end(): Promise<void> {
    return this.#station.end();
  }

  async #goToStep(): Promise<void> {
    if (this.#step === 'list') return;
    if (this.#step === 'tracking') {
      await this.#station.scan('SO-89');
      await this.#station.scan(HUB_EAN);
      await this.#station.scan('HUB-SERIAL-1');
      await this.#station.scan('*SB:NEXT*');
      const [box] = this.#packing().packages;
      await this.#station.call('packing.set_weight', { package_id: box?.package_id ?? '', weight_g: 500 });
      await this.#station.scan('*SB:NEXT*');
      if (this.#packing().phase !== 'ship') throw new Error('the box does not wait for its tracking number');
      return;
    }
    const number = this.#step === 'pattern' ? '91' : '88';
    await this.#station.scan(`${this.#app === 'receivebridge' ? 'PO' : 'SO'}-${number}`);
    if (this.#step !== 'document') await this.#choose(LINES[this.#app][WAITING[this.#step]]);
  }

  async #choose(line: string | null): Promise<void> {
    if (this.#app === 'receivebridge') await this.#station.call('receiving.choose_line', { line_id: line });
    else await this.#station.call('packing.choose_line', { order_line_id: line });
  }

  /** Back to where the step is: what was taken is undone, what was opened is left, the line is chosen. */
  async #goBack(recorded: boolean): Promise<void> {
    if (recorded || this.#work().tracking_number !== null) await this.#station.scan('*SB:UNDO*');
    if (this.#step === 'tracking') return;
    if (this.#step === 'list') {
      if (this.#app === 'receivebridge') await this.#station.call('receiving.leave', {});
      else await this.#station.call('packing.leave', {});
    } else await this.#choose(this.#step === 'document' ? null : LINES[this.#app][WAITING[this.#step]]);
  }

  /** What both stations' work has in common; the other station's topic has no state here. */
  #work(): Pick<Said, 'line_id' | 'bin_code' | 'tracking_number'> {
    if (this.#app === 'receivebridge') {
      const { current_line_id, session } = this.#station.state('receiving');
      return { line_id: current_line_id, bin_code: session?.bin_code ?? null, tracking_number: null };
    }
    const { current_line_id, packages } = this.#packing();
    return { line_id: current_line_id, bin_code: null, tracking_number: packages[0]?.tracking_number ?? null };
  }

  #packing(): PackingState {
    return this.#station.state('packing');
  }

  async #send({ sent, via }: CodeRow): Promise<Feedback> {
    if (via !== 'scanner') return (await this.#station.call('scan.submit', { via, ...readCode(sent) })).feedback;
    const before = this.#heard.length;
    await this.#station.call('devices.simulate', { scan: sent });
    for (let tries = 0; this.#heard.length === before; tries += 1) {
      if (tries === 1000) throw new Error('the scanner was not heard');
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const heard = this.#heard.at(-1);
    if (heard === undefined) throw new Error('nothing was said');
    return heard;
  }

  async #serials(): Promise<Said['serials']> {
    if (this.#app === 'receivebridge')
      return (await this.#station.call('receiving.list_serials', { offset: 0, limit: 20, line_id: null, find: '' }))
        .rows;
    return this.#packing().lines.flatMap(({ order_line_id, serials }) => {
      const sku = SKUS.find((one) => LINES.shipbridge[one] === order_line_id) ?? HUB;
      return serials.map(({ serial_raw }) => ({ sku, serial_raw }));
    });
  }

  async scan(row: CodeRow): Promise<Said> {
    const head = this.#station.host.store.log.head().seq;
    const feedback = await this.#send(row);
    const recorded = this.#station.host.store.log.head().seq !== head;
    // The central of these stations is away, and has never been there.
    const findings = feedback.findings.filter(({ code }) => code !== 'serial.cache-old');
    const sentences = [...new Set([feedback.headline, ...findings].map((finding) => t(finding)))];
    const said = { feedback, sentences, recorded, ...this.#work(), serials: await this.#serials() };
    await this.#goBack(recorded);
    return said;
  }
}
