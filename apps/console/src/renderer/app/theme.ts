import {
  createTheme,
  mergeThemeOverrides,
  ActionIcon,
  Button,
  Checkbox,
  CloseButton,
  Input,
  Modal,
  SegmentedControl,
  Switch,
  Textarea,
  type CSSVariablesResolver,
  type MantineThemeOverride,
} from '@mantine/core';
import { cssVariablesResolver, THEME } from '@serialbridge/ui/theme';

/** A mouse hits smaller targets than a glove. */
const POINTER = '2.15rem';

export const CONSOLE_THEME: MantineThemeOverride = mergeThemeOverrides(
  THEME,
  createTheme({
    fontSizes: { xs: '0.86rem', sm: '0.93rem', md: '1rem', lg: '1.15rem', xl: '1.4rem' },
    components: {
      Button: Button.extend({
        defaultProps: { size: 'sm' },
        vars: () => ({
          root: { '--button-height': POINTER, '--button-fz': '0.93rem', '--button-padding-x': '0.8rem' },
        }),
      }),
      ActionIcon: ActionIcon.extend({ defaultProps: { size: POINTER, variant: 'default' } }),
      CloseButton: CloseButton.extend({ defaultProps: { size: POINTER } }),
      Input: Input.extend({
        defaultProps: { size: 'sm' },
        vars: () => ({ wrapper: { '--input-height': POINTER, '--input-size': POINTER } }),
      }),
      Textarea: Textarea.extend({ defaultProps: { size: 'sm' } }),
      Checkbox: Checkbox.extend({ defaultProps: { size: 'sm' } }),
      Switch: Switch.extend({ defaultProps: { size: 'sm' } }),
      SegmentedControl: SegmentedControl.extend({
        defaultProps: { size: 'sm', withItemsBorders: false },
        styles: { root: { background: 'var(--sb-line)' } },
      }),
      Modal: Modal.extend({
        defaultProps: { centered: true, transitionProps: { duration: 0 }, overlayProps: { backgroundOpacity: 0.55 } },
        styles: { content: { background: 'var(--sb-surface)' }, header: { background: 'var(--sb-surface)' } },
      }),
    },
  }),
);

export const consoleVariables: CSSVariablesResolver = (theme) => {
  const { variables, light, dark } = cssVariablesResolver(theme);
  const dense = { '--sb-touch': POINTER, '--sb-type-xs': '0.86rem', '--sb-type-sm': '0.93rem', '--sb-type-md': '1rem' };
  return { variables: { ...variables, ...dense }, light, dark };
};
