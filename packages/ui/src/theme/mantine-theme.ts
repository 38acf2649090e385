import {
  ActionIcon,
  Button,
  Checkbox,
  CloseButton,
  createTheme,
  defaultVariantColorsResolver,
  Drawer,
  Input,
  Menu,
  Modal,
  NavLink,
  PinInput,
  SegmentedControl,
  Switch,
  Tabs,
  Textarea,
  Tooltip,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  type MantineTheme,
  type MantineThemeOverride,
  type VariantColorsResolver,
} from '@mantine/core';
import { DARK, FONTS, LAYOUT, LIGHT, RADIUS, SPACE, TOUCH, TYPE, VERDICTS, type SchemeTokens } from './tokens.ts';

/** Mantine wants ten shades; 4 is the dark scheme's accent, 8 the light one's. */
const PETROL: MantineColorsTuple = [
  '#e6f4f7',
  '#d0e9ee',
  '#a3d7e2',
  '#82cddd',
  DARK.accent,
  '#35a3bb',
  '#1b8aa2',
  '#107187',
  LIGHT.accent,
  '#064355',
];

const GRAPHITE: MantineColorsTuple = [
  DARK.text,
  '#d3dce2',
  DARK.text_muted,
  DARK.line_strong,
  '#3d4a54',
  DARK.line,
  DARK.raised,
  DARK.surface,
  DARK.canvas,
  '#070a0c',
];

const GRAY: MantineColorsTuple = [
  LIGHT.raised,
  LIGHT.canvas,
  '#dde3e8',
  LIGHT.line,
  '#b4bfc8',
  '#98a5b0',
  LIGHT.line_strong,
  LIGHT.text_muted,
  '#2c3841',
  LIGHT.text,
];

const tall = { '--input-height': TOUCH, '--input-size': TOUCH };

/** The kit's own choice of ink on a filled ground does not follow the colour scheme: on the dark one it would be white on pale cyan and pale red. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colours = defaultVariantColorsResolver(input);
  const ground =
    input.color === undefined || input.color === input.theme.primaryColor
      ? 'var(--sb-accent)'
      : input.color === 'red'
        ? 'var(--sb-bad)'
        : null;
  if (input.variant !== 'filled' || ground === null) return colours;
  return {
    ...colours,
    background: ground,
    hover: `color-mix(in srgb, ${ground} 88%, var(--sb-text))`,
    color: 'var(--sb-on-accent)',
  };
};

/** The kit as the tokens say: touch heights, square-ish corners, no motion that delays. */
export const THEME: MantineThemeOverride = createTheme({
  primaryColor: 'petrol',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  variantColorResolver,
  colors: { petrol: PETROL, dark: GRAPHITE, gray: GRAY },
  white: LIGHT.surface,
  black: LIGHT.text,
  fontFamily: FONTS.text,
  fontFamilyMonospace: FONTS.code,
  fontSizes: { xs: TYPE.xs, sm: TYPE.sm, md: TYPE.md, lg: TYPE.lg, xl: TYPE.xl },
  spacing: SPACE,
  radius: RADIUS,
  defaultRadius: 'sm',
  focusRing: 'always',
  respectReducedMotion: true,
  cursorType: 'pointer',
  headings: { fontFamily: FONTS.text, fontWeight: '600' },
  components: {
    Button: Button.extend({
      defaultProps: { size: 'md' },
      vars: () => ({ root: { '--button-height': TOUCH, '--button-fz': TYPE.sm, '--button-padding-x': '1rem' } }),
      // In a panel's heading a disabled button must not stand out more than an able one.
      styles: (_theme, { variant, disabled }) =>
        variant === 'subtle' && disabled === true ? { root: { background: 'transparent' } } : {},
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { size: TOUCH, variant: 'default' } }),
    CloseButton: CloseButton.extend({ defaultProps: { size: TOUCH } }),
    // The focus outline stands outside the field: without a gap it would cut the words above it.
    InputWrapper: Input.Wrapper.extend({
      styles: { label: { marginBottom: '0.25rem' }, description: { marginBottom: '0.375rem' } },
    }),
    Input: Input.extend({
      defaultProps: { size: 'md' },
      vars: (_theme, props) => ({ wrapper: props.multiline === true ? {} : tall }),
    }),
    Textarea: Textarea.extend({ defaultProps: { size: 'md' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'md' } }),
    Switch: Switch.extend({ defaultProps: { size: 'md' } }),
    SegmentedControl: SegmentedControl.extend({
      defaultProps: { size: 'md', withItemsBorders: false },
      styles: { label: { minHeight: '2.25rem', alignContent: 'center' } },
    }),
    PinInput: PinInput.extend({ defaultProps: { size: 'lg' } }),
    Drawer: Drawer.extend({ styles: { title: { fontSize: TYPE.lg, fontWeight: 600 } } }),
    Tabs: Tabs.extend({ defaultProps: { keepMounted: false } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', transitionProps: { duration: 0 } } }),
    NavLink: NavLink.extend({ defaultProps: { variant: 'filled' } }),
    Modal: Modal.extend({
      defaultProps: { centered: true, transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.6 } },
    }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 400 } }),
  },
});

function schemeVariables(scheme: SchemeTokens): Record<string, string> {
  const own = Object.fromEntries(
    Object.entries(scheme).map(([name, value]) => [`--sb-${name.replaceAll('_', '-')}`, value]),
  );
  return {
    ...own,
    '--mantine-color-body': scheme.canvas,
    '--mantine-color-text': scheme.text,
    '--mantine-color-dimmed': scheme.text_muted,
    '--mantine-color-default': scheme.surface,
    '--mantine-color-default-hover': scheme.raised,
    '--mantine-color-default-border': scheme.line_strong,
    '--mantine-color-placeholder': scheme.text_muted,
    '--mantine-color-error': scheme.bad,
    '--mantine-color-anchor': scheme.accent,
  };
}

/** The tokens as `--sb-*` custom properties, for the style sheets of the components. */
export const cssVariablesResolver: CSSVariablesResolver = (_theme: MantineTheme) => ({
  variables: {
    '--sb-touch': TOUCH,
    '--sb-font-code': FONTS.code,
    ...Object.fromEntries(Object.entries(TYPE).map(([name, size]) => [`--sb-type-${name}`, size])),
    ...Object.fromEntries(Object.entries(SPACE).map(([name, size]) => [`--sb-space-${name}`, size])),
    ...Object.fromEntries(
      Object.entries(LAYOUT).map(([name, size]) => [`--sb-${name.replaceAll('_', '-')}-height`, size]),
    ),
    ...Object.fromEntries(
      Object.entries(VERDICTS).flatMap(([level, { ground, ink }]) => [
        [`--sb-${level}-ground`, ground],
        [`--sb-${level}-ink`, ink],
      ]),
    ),
  },
  light: schemeVariables(LIGHT),
  dark: schemeVariables(DARK),
});
