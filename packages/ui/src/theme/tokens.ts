/**
 * Every colour, size and step of the screens, and nowhere else. Two schemes of the same names: `light` for a bright dock, `dark` for a dim
 * packing hall. Text against its ground is AA (4.5:1) or better, borders of controls are 3:1 or better; theme/contrast.test.ts checks it.
 */
export interface SchemeTokens {
  /** Behind everything. */
  readonly canvas: string;
  /** Panels and tables. */
  readonly surface: string;
  /** Heads of tables, hovered rows, wells. */
  readonly raised: string;
  readonly line: string;
  /** Borders that say "this can be used". */
  readonly line_strong: string;
  readonly text: string;
  readonly text_muted: string;
  /** The one accent: primary action, focus, selected row. */
  readonly accent: string;
  readonly on_accent: string;
  readonly accent_soft: string;
  /** State words and marks on a surface. */
  readonly good: string;
  readonly done: string;
  readonly caution: string;
  readonly bad: string;
  readonly good_soft: string;
  readonly done_soft: string;
  readonly caution_soft: string;
  readonly bad_soft: string;
}

export const LIGHT: SchemeTokens = {
  canvas: '#e9edf0',
  surface: '#ffffff',
  raised: '#f4f6f8',
  line: '#d3dae0',
  line_strong: '#7c8994',
  text: '#10171c',
  text_muted: '#475560',
  accent: '#0a5a70',
  on_accent: '#ffffff',
  accent_soft: '#dcedf1',
  good: '#0b6a36',
  done: '#1746b0',
  caution: '#7a4b00',
  bad: '#a8141a',
  good_soft: '#dcf2e4',
  done_soft: '#e0e9fc',
  caution_soft: '#fdefcb',
  bad_soft: '#fbe1e0',
};

export const DARK: SchemeTokens = {
  canvas: '#0c1013',
  surface: '#151b20',
  raised: '#1d252b',
  line: '#2b353d',
  line_strong: '#70808d',
  text: '#edf2f5',
  text_muted: '#a7b4be',
  accent: '#63c5da',
  on_accent: '#06222b',
  accent_soft: '#10333d',
  good: '#63d693',
  done: '#8db4ff',
  caution: '#ffcb57',
  bad: '#ff8f8a',
  good_soft: '#0f3320',
  done_soft: '#14284f',
  caution_soft: '#3a2b08',
  bad_soft: '#46161a',
};

/** Grounds of the verdict, the same in both schemes: a colour that is learnt must not change with the light. */
export const VERDICTS = {
  accepted: { ground: '#0b7139', ink: '#ffffff' },
  complete: { ground: '#1746b0', ink: '#ffffff' },
  warning: { ground: '#ffc42e', ink: '#1d1500' },
  refused: { ground: '#b01219', ink: '#ffffff' },
  info: { ground: '#36434d', ink: '#ffffff' },
} as const;

export const FONTS = {
  text: "'IBM Plex Sans Variable', 'IBM Plex Sans', system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  /** For codes: 0 and O, 1, l and I must differ. */
  code: "'IBM Plex Mono', ui-monospace, 'Cascadia Mono', Menlo, Consolas, monospace",
} as const;

/** In rem; the root is 16 px up to 1800 px of width and 20 px above, so that a screen further away is as readable. */
export const TYPE = {
  xs: '0.8125rem',
  sm: '0.9375rem',
  md: '1.0625rem',
  lg: '1.25rem',
  xl: '1.5rem',
  title: '1.75rem',
  count: '4.5rem',
  verdict: '3.5rem',
} as const;

export const SPACE = { xs: '0.375rem', sm: '0.625rem', md: '1rem', lg: '1.5rem', xl: '2.25rem' } as const;
export const RADIUS = { xs: '2px', sm: '4px', md: '6px', lg: '8px', xl: '12px' } as const;

/** Least size of whatever a gloved finger must hit. */
export const TOUCH = '2.75rem';
/** Heights that never change, so that nothing jumps. */
export const LAYOUT = {
  top_bar: '3.5rem',
  status_bar: '2.75rem',
  verdict: '13rem',
  prompt: '3.25rem',
  row: '2.75rem',
} as const;
