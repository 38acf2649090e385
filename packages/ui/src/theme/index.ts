export * from './tokens.ts';
export { THEME, cssVariablesResolver } from './mantine-theme.ts';
export { ThemeProvider } from './theme-provider.tsx';
export { ColorSchemeToggle } from './color-scheme-toggle.tsx';
