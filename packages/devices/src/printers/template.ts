import { z } from 'zod';
import { refuseFaults } from './label-error.ts';
import type { Label, LabelElement, SymbolData } from './label.ts';

const Mm = z.number().min(0).max(400);
/** Text with `{blanks}`. */
const Blanks = z.string().min(1).max(200);
const Data = z.union([
  z.object({ text: Blanks }),
  z.object({
    gs1: z
      .array(
        z.object({
          ai: z.string().regex(/^\d{2,4}$/u),
          value: Blanks,
          /** Left out when its blank is not known; else the whole symbol is. */
          optional: z.boolean().default(false),
        }),
      )
      .min(1),
  }),
]);
const place = { name: z.string().min(1).max(60), x_mm: Mm, y_mm: Mm };

const Element = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('text'),
    ...place,
    text: Blanks,
    size_mm: Mm,
    min_size_mm: Mm,
    width_mm: Mm,
    lines: z.number().int().min(1).max(10).default(1),
  }),
  z.object({
    type: z.literal('code128'),
    ...place,
    data: Data,
    width_mm: Mm,
    height_mm: Mm,
    otherwise: z.enum(['refuse', 'datamatrix']).default('refuse'),
  }),
  z.object({
    type: z.enum(['datamatrix', 'qr']),
    ...place,
    data: Data,
    size_mm: Mm,
    otherwise: z.enum(['refuse', 'leave-out']).default('refuse'),
  }),
  z.object({ type: z.literal('box'), ...place, width_mm: Mm, height_mm: Mm, line_mm: Mm }),
]);
type TemplateElement = z.infer<typeof Element>;

/** What a label is put on; each has its own blanks (label-templates.ts). */
const LABEL_USES = ['unit', 'box', 'test'] as const;
export type LabelUse = (typeof LABEL_USES)[number];

/** A label with blanks, as data: `resources/label-templates/*.json`. An element whose blank is not known is left out. */
export const LabelTemplate = z.object({
  /** Its name: that of its file. */
  template: z.string().regex(/^[a-z0-9-]+$/u),
  for: z.enum(LABEL_USES),
  width_mm: Mm,
  height_mm: Mm,
  /** Blanks without which there is no label. */
  required: z.array(z.string()).default([]),
  elements: z.array(Element).min(1),
});
export type LabelTemplate = z.infer<typeof LabelTemplate>;

/** What fills the blanks; null and '' are not known. */
export type LabelFields = Readonly<Record<string, string | null>>;

const BLANK = /\{(\w+)\}/gu;

/** The text with its blanks filled; null when one is not known. */
function filled(text: string, fields: LabelFields): string | null {
  let known = true;
  const result = text.replaceAll(BLANK, (_, name: string) => {
    const value = fields[name] ?? '';
    known &&= value !== '';
    return value;
  });
  return known ? result : null;
}

function filledData(data: z.infer<typeof Data>, fields: LabelFields): SymbolData | null {
  if ('text' in data) {
    const text = filled(data.text, fields);
    return text === null ? null : { text };
  }
  const elements = [];
  for (const { ai, value, optional } of data.gs1) {
    const known = filled(value, fields);
    if (known !== null) elements.push({ ai, value: known });
    else if (!optional) return null;
  }
  return { gs1: elements };
}

function filledElement(element: TemplateElement, fields: LabelFields): LabelElement | null {
  if (element.type === 'box') return element;
  if (element.type === 'text') {
    const text = filled(element.text, fields);
    return text === null ? null : { ...element, text };
  }
  const data = filledData(element.data, fields);
  return data === null ? null : { ...element, data };
}

/** The template drawn larger or smaller, so that it fills a label of another size. */
function scaled(element: LabelElement, factor: number): LabelElement {
  const mm = Object.entries(element).map(([key, value]) => [
    key,
    key.endsWith('_mm') ? Number(value) * factor : (value as unknown),
  ]);
  return Object.fromEntries(mm) as LabelElement;
}

/** A label from a template, on labels of a size. Throws a LabelError that names every required field that is not known. */
export function fillTemplate(
  template: LabelTemplate,
  fields: LabelFields,
  size: { readonly width_mm: number; readonly height_mm: number } = template,
): Label {
  refuseFaults(
    template.required
      .filter((field) => (fields[field] ?? '') === '')
      .map((field) => ({ id: 'label.field-missing', params: { field } })),
  );
  const factor = Math.min(size.width_mm / template.width_mm, size.height_mm / template.height_mm);
  const elements = template.elements
    .map((element) => filledElement(element, fields))
    .filter((element) => element !== null)
    .map((element) => scaled(element, factor));
  return { width_mm: size.width_mm, height_mm: size.height_mm, elements };
}
