import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** A deep teal. White text on shade 8 has 7.5:1, on shade 6 4.9:1, and shade 6 stands out from the dark surface by 3:1. */
const tide: MantineColorsTuple = [
  '#e6f4f5',
  '#cfe8ea',
  '#a3d4d8',
  '#74bfc5',
  '#4ba9b1',
  '#2f929b',
  '#1d7d87',
  '#116a73',
  '#0b5d66',
  '#06484f',
];

/** Mantine draws dark inputs, menus and borders from these. */
const dark: MantineColorsTuple = [
  '#e4eaef',
  '#c3ced7',
  '#a1b0bc',
  '#7f8e9a',
  '#3a4752',
  '#2a353f',
  '#1c252d',
  '#161e25',
  '#10171c',
  '#0b1013',
];

const FONT = "'Noto Sans JP Variable', system-ui, -apple-system, 'Segoe UI', 'Hiragino Sans', sans-serif";
const MONO =
  "ui-monospace, SFMono-Regular, 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Noto Sans JP Variable', monospace";

export const theme = createTheme({
  primaryColor: 'tide',
  primaryShade: { light: 8, dark: 6 },
  colors: { tide, dark },
  fontFamily: FONT,
  fontFamilyMonospace: MONO,
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.125rem' },
  headings: { fontFamily: FONT, fontWeight: '600' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Tooltip: {
      defaultProps: { openDelay: 300, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true } },
    },
    Button: { defaultProps: { size: 'sm' } },
  },
});

/** Mantine's own grey, red and placeholder texts stay below 4.5:1; these do not. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f5f7f8',
    '--mantine-color-text': '#17212b',
    '--mantine-color-dimmed': '#51606d',
    '--mantine-color-placeholder': '#5f6d79',
    '--mantine-color-error': '#b3261e',
    '--mantine-color-anchor': '#0b5d66',
    '--mantine-color-default-border': '#c9d2d9',
  },
  dark: {
    '--mantine-color-body': '#0f151a',
    '--mantine-color-text': '#e4eaef',
    '--mantine-color-dimmed': '#a1b0bc',
    '--mantine-color-placeholder': '#8c9ba8',
    '--mantine-color-error': '#ff9d94',
    '--mantine-color-anchor': '#7fd0d6',
    '--mantine-color-default': '#1a222a',
    '--mantine-color-default-hover': '#222c36',
    '--mantine-color-default-border': '#3a4752',
  },
});
