import { readCode } from '@serialbridge/core/gs1';
import '@serialbridge/ui/testing/dom';
import type { StationState } from '@serialbridge/protocol/station';
import type { FakeStation } from '@serialbridge/ui/testing';
import { renderStation, type RenderedStation } from '@serialbridge/ui/testing/render';
import { act, cleanup, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fakePackingStation, VERDICTS } from '../testing/fake-packing.ts';
import { BOX_1, BOX_2, PACKING_SCENES, type PackingScene } from '../testing/packing-states.ts';
import { ShipApp } from './ship-app.tsx';

// Waits for states, not for time: a busy machine may be slow.
vi.setConfig({ testTimeout: 60_000 });
configure({ asyncUtilTimeout: 15_000 });

let station: RenderedStation | null = null;

afterEach(() => {
  station?.close();
  cleanup();
});

interface Started {
  readonly fake: FakeStation;
  readonly view: RenderedStation;
}

async function start(scene: PackingScene, policy: StationState['policy'] = {}): Promise<Started> {
  const fake = fakePackingStation(scene, policy);
  const view = renderStation(fake, <ShipApp />);
  station = view;
  await waitFor(() => expect(screen.getByTestId('phase').dataset['phase']).toBe(PACKING_SCENES[scene].phase));
  return { fake, view };
}

const scan = (view: RenderedStation, text: string): Promise<void> =>
  act(() => view.session.submitScan({ via: 'wedge', ...readCode(text) }));
const show = (view: RenderedStation, verdict: keyof typeof VERDICTS): void =>
  act(() => view.session.show(VERDICTS[verdict]()));
const press = (key: string, more: KeyboardEventInit = {}): void =>
  void fireEvent.keyDown(document.activeElement ?? document.body, { key, ...more });
const paramsOf = (fake: FakeStation, method: string): unknown =>
  fake.calls.findLast((call) => call.method === method)?.params;
const button = (testid: string): HTMLButtonElement => screen.getByTestId<HTMLButtonElement>(testid);
const chosen = (): string | undefined =>
  screen.getAllByTestId('choice').find((one) => one.getAttribute('aria-checked') === 'true')?.dataset['key'];
/** A digit is held back for a moment, because a scan may begin with it. */
const pressDigit = (digit: string, key: string): Promise<void> => {
  press(digit);
  return waitFor(() => expect(chosen()).toBe(key));
};
const phaseIs = (phase: string): Promise<void> =>
  waitFor(() => expect(screen.getByTestId('phase').dataset['phase']).toBe(phase));

describe('order list', () => {
  it('says how many of how many, and Scan and Ship opens the chosen order by key', async () => {
    const { fake } = await start('list');
    await screen.findByText('SO-88101');
    expect(screen.getByTestId('result-count').textContent).toBe('Showing 179 of 214');
    fireEvent.click(within(screen.getAllByTestId('order-row')[1] ?? document.body).getByText('SO-88102'));
    press('F4');
    await phaseIs('check');
    expect(paramsOf(fake, 'packing.open_order')).toEqual({
      order_id:
        screen.getByTestId('order-number').textContent === 'SO-88102' ? PACKING_SCENES.begun.order.order_id : '',
    });
  });

  it('every filter and the tab ask the host again; "to" counts as the whole day', async () => {
    const { fake } = await start('list');
    await screen.findByText('SO-88101');
    fireEvent.change(screen.getByTestId('filter-serial'), { target: { value: 'NW54' } });
    fireEvent.change(screen.getByTestId('filter-sku'), { target: { value: 'RTR' } });
    fireEvent.change(screen.getByLabelText('Date to'), { target: { value: '2026-11-20' } });
    press('F9');
    await waitFor(() =>
      expect(paramsOf(fake, 'packing.list_orders')).toMatchObject({
        show: 'shipped',
        serial: 'NW54',
        sku: 'RTR',
        to: Date.parse('2026-11-21T00:00:00Z') - 1,
      }),
    );
  });
});

describe('check', () => {
  it('names every gap beside the disabled next step, and marks the line in hand', async () => {
    await start('serials');
    const gaps = within(screen.getByTestId('blockers')).getAllByRole('listitem');
    expect(gaps.map((gap) => gap.dataset['code'])).toEqual(Array.from({ length: 4 }, () => 'packing.line-short'));
    expect(button('next-step').disabled).toBe(true);
    const [line] = screen.getAllByTestId('packing-line').filter((one) => one.dataset['current'] !== undefined);
    expect(line?.dataset).toMatchObject({ sku: 'RTR-AX5400', packed: '2', quantity: '3' });
    expect(within(line ?? document.body).getAllByTestId('packed-serial')).toHaveLength(2);
    expect(screen.getByTestId('prompt').textContent).toContain('Scan serial 3 of 3');
  });

  it('with everything in, F8 goes on to weighing', async () => {
    const { fake } = await start('complete');
    expect(screen.queryByTestId('blockers')).toBeNull();
    press('F8');
    await phaseIs('weigh');
    expect(paramsOf(fake, 'packing.go_to')).toEqual({ phase: 'weigh' });
  });

  it('keys: undo, new box, next box, next line', async () => {
    const { fake } = await start('quantity');
    press('z', { ctrlKey: true });
    await waitFor(() => expect(paramsOf(fake, 'packing.undo')).toEqual({}));
    press('F9');
    await waitFor(() => expect(paramsOf(fake, 'packing.new_package')).toEqual({}));
    press('F9', { shiftKey: true });
    await waitFor(() => expect(paramsOf(fake, 'packing.select_package')).toEqual({ package_id: BOX_1 }));
    press('ArrowDown');
    await waitFor(() =>
      expect(paramsOf(fake, 'packing.choose_line')).toEqual({
        order_line_id: PACKING_SCENES.quantity.lines[3]?.order_line_id,
      }),
    );
  });

  it('a quantity of a product without serials, and digits typed into its field choose nothing', async () => {
    const { fake } = await start('quantity');
    press('F4');
    await waitFor(() => expect(document.activeElement).toBe(screen.getByTestId('quantity-input')));
    fireEvent.change(screen.getByTestId('quantity-input'), { target: { value: '3' } });
    fireEvent.click(button('pack-quantity'));
    await waitFor(() =>
      expect(paramsOf(fake, 'packing.pack_quantity')).toEqual({
        order_line_id: PACKING_SCENES.quantity.current_line_id,
        quantity: 3,
      }),
    );
  });

  it('without the policy only one goes in at a time', async () => {
    await start('quantity', { 'packing.allow_multiple_quantity': false });
    expect(screen.queryByTestId('quantity-input')).toBeNull();
    expect(button('pack-quantity').textContent).toContain('Pack one');
  });

  it('a packed unit comes out by scanning it in the dialog', async () => {
    const { fake, view } = await start('serials');
    const serial = PACKING_SCENES.serials.lines[0]?.serials[1];
    press('F7');
    await screen.findByTestId('take-out-dialog');
    await scan(view, serial?.serial_raw ?? '');
    await scan(view, '*SB:OK*');
    await waitFor(() =>
      expect(paramsOf(fake, 'packing.remove_unit')).toEqual({ package_unit_id: serial?.package_unit_id }),
    );
    await waitFor(() => expect(screen.queryByTestId('take-out-dialog')).toBeNull());
    expect(paramsOf(fake, 'scan.submit')).toBeUndefined();
  });

  it('the dialog says in itself what a code is that is no serial', async () => {
    const { fake, view } = await start('serials');
    press('F7');
    const dialog = await screen.findByTestId('take-out-dialog');
    await scan(view, ']C100395011015300000011');
    expect(dialog.textContent).toContain('label of a pallet');
    await scan(view, 'WIFI:S:Dock;;');
    await waitFor(() => expect(dialog.textContent).toContain('Wi-Fi'));
    expect(dialog.textContent).not.toContain('label of a pallet');
    expect(paramsOf(fake, 'packing.remove_unit')).toBeUndefined();
  });
});

describe('override', () => {
  it('a refusal shows all its findings; without a token there is nothing to insist on', async () => {
    const { view } = await start('serials');
    show(view, 'wrongItem');
    expect(screen.queryByTestId('keep-button')).toBeNull();
    show(view, 'keepable');
    expect(screen.getByTestId('feedback').dataset).toMatchObject({
      level: 'refused',
      code: 'serial.not-received',
      lastSound: 'refused',
    });
    expect(screen.getByTestId('feedback').querySelector('[data-code="serial.near-duplicate"]')).not.toBeNull();
    expect(button('keep-button').disabled).toBe(false);
  });

  it('reason by digit, approver by badge and PIN, confirmed by the OK card', async () => {
    const { fake, view } = await start('serials');
    show(view, 'keepable');
    press('F6');
    await screen.findByTestId('keep-dialog');
    expect(button('keep-confirm').disabled).toBe(true);
    await pressDigit('2', 'shipbridge.reason.never-received');
    for (const code of ['BADGEé77', 'WIFI:S:Dock;;']) {
      await scan(view, code);
      expect(screen.getByTestId('approver-code').getAttribute('value')).toBe('');
    }
    expect(screen.getByTestId('keep-dialog').textContent).toContain('Scan your badge.');
    await scan(view, 'BADGE-77');
    expect(document.activeElement).toBe(screen.getByTestId('approver-pin'));
    // Digits of the PIN are not choices.
    press('1');
    fireEvent.change(screen.getByTestId('approver-pin'), { target: { value: '4711' } });
    await scan(view, '*SB:OK*');
    await waitFor(() =>
      expect(paramsOf(fake, 'packing.keep_serial')).toEqual({
        override_token: 'token-serial',
        reason: 'Unit is here but was never received',
        approver: { code: 'BADGE-77', pin: '4711' },
      }),
    );
    await waitFor(() => expect(screen.queryByTestId('keep-dialog')).toBeNull());
  });

  it('without supervisors a reason is enough, and CANCEL keeps nothing', async () => {
    const { fake, view } = await start('serials', { 'packing.manual_serial_needs_supervisor': false });
    show(view, 'keepable');
    press('F6');
    await screen.findByTestId('keep-dialog');
    expect(screen.queryByTestId('approver-pin')).toBeNull();
    await scan(view, '*SB:CANCEL*');
    await waitFor(() => expect(screen.queryByTestId('keep-dialog')).toBeNull());
    expect(paramsOf(fake, 'packing.keep_serial')).toBeUndefined();
  });

  it('a weight that is off always needs a supervisor', async () => {
    const { view } = await start('weigh', { 'packing.manual_serial_needs_supervisor': false });
    show(view, 'weightOff');
    press('F6');
    await screen.findByTestId('keep-dialog');
    expect(screen.getByTestId('approver-pin')).toBeTruthy();
  });
});

describe('wrong item', () => {
  it('stops the work where the policy says so: scans are refused until OK', async () => {
    const { fake, view } = await start('quantity', { 'packing.wrong_item_message_box': true });
    show(view, 'wrongItem');
    const dialog = await screen.findByTestId('wrong-item');
    expect(dialog.textContent).toContain('CAM-X100-SLV');
    expect(dialog.textContent).toContain('PH-ORBIT9-128');
    await scan(view, 'NW540004COG5');
    expect(screen.getByTestId('feedback').dataset['code']).toBe('ui.scan.dialog-open');
    expect(paramsOf(fake, 'scan.submit')).toBeUndefined();
    await scan(view, '*SB:OK*');
    await waitFor(() => expect(screen.queryByTestId('wrong-item')).toBeNull());
    await scan(view, 'NW540004COG5');
    expect(paramsOf(fake, 'scan.submit')).toMatchObject({ text: 'NW540004COG5' });
  });

  it('is a refusal in the line otherwise', async () => {
    const { view } = await start('quantity');
    show(view, 'wrongItem');
    expect(screen.queryByTestId('wrong-item')).toBeNull();
    expect(screen.getByTestId('feedback').dataset['level']).toBe('refused');
  });
});

describe('weigh', () => {
  it('the box without a weight is on the scale; F9 reads it; a typed weight goes in grams', async () => {
    const { fake } = await start('weigh');
    expect(button('next-step').disabled).toBe(true);
    expect(screen.getByTestId('weight').dataset['weight']).toBe('');
    press('F9');
    await waitFor(() => expect(paramsOf(fake, 'packing.read_scale')).toEqual({ package_id: BOX_2 }));
    press('F4');
    const field = screen.getByTestId('weight-input');
    await waitFor(() => expect(document.activeElement).toBe(field));
    fireEvent.change(field, { target: { value: '1340,5' } });
    fireEvent.click(button('take-weight'));
    await waitFor(() => expect(paramsOf(fake, 'packing.set_weight')).toEqual({ package_id: BOX_2, weight_g: 1340.5 }));
  });

  it('a weight beyond the tolerance is said in words', async () => {
    await start('weighed');
    expect(screen.getByTestId('weight').dataset).toMatchObject({ weight: '1820', off: 'true' });
    expect(screen.getByText('508 g too heavy')).toBeTruthy();
  });

  it('says that the scale is unplugged', async () => {
    const { fake } = await start('weigh');
    const [scanner, scale] = fake.state('station').devices;
    if (scanner === undefined || scale === undefined) throw new Error('the fake has no scale');
    act(() => fake.change('station', { devices: [scanner, { ...scale, state: 'lost' }] }));
    await waitFor(() => expect(screen.getByTestId('scale-state').dataset['state']).toBe('lost'));
  });
});

describe('ship', () => {
  it('what the order asks for is chosen; a digit chooses another; Ctrl+Enter ships it', async () => {
    const { fake } = await start('ship');
    expect(chosen()).toBe('UPS:2nd Day Air');
    await pressDigit('4', 'FedEx:Home Delivery');
    press('Enter', { ctrlKey: true });
    await phaseIs('done');
    expect(paramsOf(fake, 'packing.ship')).toEqual({
      carrier: 'FedEx',
      service: 'Home Delivery',
      tracking: [
        { package_id: BOX_1, tracking_number: null },
        { package_id: BOX_2, tracking_number: null },
      ],
    });
  });

  it('the SHIP card means the choice on the screen; other codes go to the host', async () => {
    const { fake, view } = await start('ship');
    await pressDigit('1', 'UPS:Ground');
    await scan(view, '1Z999AA10123456784');
    expect(paramsOf(fake, 'scan.submit')).toMatchObject({ text: '1Z999AA10123456784' });
    await scan(view, '*SB:SHIP*');
    await waitFor(() => expect(paramsOf(fake, 'packing.ship')).toMatchObject({ carrier: 'UPS', service: 'Ground' }));
  });

  it('own tracking numbers: each box needs one, scanned or typed, and typed digits choose no carrier', async () => {
    const { fake } = await start('manual');
    expect(within(screen.getByTestId('blockers')).getByRole('listitem').dataset['code']).toBe(
      'packing.tracking-missing',
    );
    expect(button('ship-button').disabled).toBe(true);
    await pressDigit('1', 'UPS');
    press('F4');
    const fields = screen.getAllByTestId<HTMLInputElement>('tracking-input');
    await waitFor(() => expect(document.activeElement).toBe(fields[1]));
    press('3');
    fireEvent.change(fields[1] ?? document.body, { target: { value: ' 1Z999AA10123456801 ' } });
    fireEvent.click(button('ship-button'));
    await phaseIs('done');
    expect(paramsOf(fake, 'packing.ship')).toEqual({
      carrier: 'UPS',
      service: null,
      tracking: [
        { package_id: BOX_1, tracking_number: '1Z999AA10123456784' },
        { package_id: BOX_2, tracking_number: '1Z999AA10123456801' },
      ],
    });
  });

  it('where own numbers are not allowed there is no field for them', async () => {
    await start('ship', { 'shipping.allow_manual_tracking': false });
    expect(screen.queryByTestId('tracking-input')).toBeNull();
    press('0');
    expect(screen.getAllByTestId('choice')[0]?.dataset['key']).toBe('UPS:Ground');
  });

  it('done shows what left with its numbers, and F8 leads back to the list', async () => {
    await start('done');
    expect(screen.getAllByTestId('box').map((box) => box.dataset['state'])).toEqual(['shipped', 'shipped']);
    expect(screen.getByText('1Z999AA10123456801')).toBeTruthy();
    expect(screen.getAllByTestId('packed-serial')).toHaveLength(6);
    press('F8');
    await phaseIs('list');
  });
});
