import { instantOfDay } from '@serialbridge/ui/i18n';

/** One filter of a list. Its value lives in the address under `name`, so that a filtered list can be sent to somebody. */
export type FilterField =
  | {
      readonly kind: 'text';
      readonly name: string;
      readonly label: string;
      readonly width?: string;
      readonly code?: boolean;
    }
  | {
      readonly kind: 'choice';
      readonly name: string;
      readonly label: string;
      readonly options: readonly Option[];
      readonly width?: string;
    }
  | {
      readonly kind: 'day';
      readonly name: 'from' | 'to';
      readonly label: string;
      /** The column holds calendar days (kept as midnight in UTC), not instants. */
      readonly calendar?: boolean;
    }
  | { readonly kind: 'switch'; readonly name: string; readonly label: string }
  /** Came with a link, is said and can be taken away. */
  | { readonly kind: 'fixed'; readonly name: string; readonly label: string };
export interface Option {
  readonly value: string;
  readonly label: string;
}

/** The address's filters as central's query; what is not filled in is left out. */
export function queryOf(
  fields: readonly FilterField[],
  search: URLSearchParams,
): Record<string, string | number | boolean> {
  const query: Record<string, string | number | boolean> = {};
  for (const field of fields) {
    const value = search.get(field.name)?.trim() ?? '';
    if (value === '') continue;
    if (field.kind === 'switch') query[field.name] = value === 'true';
    else if (field.kind === 'day') {
      const at = instantOfDay(value, field.name, field.calendar);
      if (at !== undefined) query[field.name] = at;
    } else query[field.name] = value;
  }
  return query;
}
