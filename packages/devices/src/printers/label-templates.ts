import { existsSync, readdirSync, readFileSync } from 'node:fs';
import type { Label } from './label.ts';
import { fillTemplate, LabelTemplate, type LabelUse } from './template.ts';

/** Beside the bundled host, where the build puts them, else in the project. */
const FOLDERS = ['./label-templates/', '../../../../resources/label-templates/'].map(
  (path) => new URL(path, import.meta.url),
);

/** Every template of a folder, by name: a new template is a new file. A wrong file is named and refused. */
export function readLabelTemplates(
  folder: URL = FOLDERS.find((path) => existsSync(path)) ?? new URL('.', import.meta.url),
): ReadonlyMap<string, LabelTemplate> {
  const files = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Map(
    files.toSorted().map((file) => {
      const read = LabelTemplate.safeParse(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
      if (!read.success) throw new Error(`label template ${file}: ${read.error.message}`);
      return [read.data.template, read.data];
    }),
  );
}

let known: ReadonlyMap<string, LabelTemplate> | null = null;

/** The names of the templates for a use, to choose from: those that come with the product, named as their use, first. */
export function labelTemplatesFor(
  use: LabelUse,
  templates: ReadonlyMap<string, LabelTemplate> = (known ??= readLabelTemplates()),
): readonly LabelTemplate[] {
  const fitting = Array.from(templates.values()).filter((template) => template.for === use);
  return fitting.toSorted((a, b) => Number(b.template === use) - Number(a.template === use));
}

function templateFor(use: LabelUse): LabelTemplate {
  const [first] = labelTemplatesFor(use);
  if (first === undefined) throw new Error(`there is no label template for ${use}`);
  return first;
}

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
  return fillTemplate(templateFor('unit'), { ...others, expires_yymmdd: expiresYymmdd }, size);
}

export interface TestLabelFields {
  readonly printer: string;
  readonly printed_at: string;
}

export const testLabel = (fields: TestLabelFields, size?: LabelSize): Label =>
  fillTemplate(templateFor('test'), { ...fields }, size);

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

export const boxLabel = (fields: BoxLabelFields, size?: LabelSize): Label =>
  fillTemplate(templateFor('box'), { ...fields }, size);
