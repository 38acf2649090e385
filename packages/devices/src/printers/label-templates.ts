import box from '../../../../resources/label-templates/box.json' with { type: 'json' };
import test from '../../../../resources/label-templates/test.json' with { type: 'json' };
import unit from '../../../../resources/label-templates/unit.json' with { type: 'json' };
import { fillTemplate, LabelTemplate } from './template.ts';
import type { Label } from './label.ts';

/** The templates that come with the product, parsed: a wrong file fails at start. */
const UNIT = LabelTemplate.parse(unit);
const TEST = LabelTemplate.parse(test);
const BOX = LabelTemplate.parse(box);

export interface LabelSize {
  readonly width_mm: number;
  readonly height_mm: number;
}

/** Dates are text as the site writes them, but `expires_on`, which is `YYYY-MM-DD`. Null: not known. */
export interface UnitLabelFields {
  readonly product_name: string;
  readonly sku: string;
  readonly serial: string;
  /** Fourteen digits; with it the label has a GS1 DataMatrix. */
  readonly gtin: string | null;
  readonly lot: string | null;
  readonly expires_on: string | null;
  readonly received_on: string | null;
  readonly warehouse: string | null;
  readonly bin: string | null;
}

export function unitLabel(fields: UnitLabelFields, size?: LabelSize): Label {
  const { expires_on: expiresOn, ...others } = fields;
  const expiresYymmdd = expiresOn === null ? null : expiresOn.replaceAll('-', '').slice(2);
  return fillTemplate(UNIT, { ...others, expires_yymmdd: expiresYymmdd }, size);
}

export interface TestLabelFields {
  readonly printer: string;
  readonly printed_at: string;
}

export const testLabel = (fields: TestLabelFields, size?: LabelSize): Label => fillTemplate(TEST, { ...fields }, size);

export interface BoxLabelFields {
  readonly order_no: string;
  readonly box_no: string;
  readonly box_count: string;
  readonly customer: string | null;
  readonly address: string | null;
  readonly warehouse: string | null;
  readonly packed_on: string | null;
  readonly units: string | null;
  /** With its unit. */
  readonly weight: string | null;
  /** Eighteen digits. */
  readonly sscc: string | null;
}

export const boxLabel = (fields: BoxLabelFields, size?: LabelSize): Label => fillTemplate(BOX, { ...fields }, size);
