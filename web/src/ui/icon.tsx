import type { ReactElement } from 'react';

/** Drawn on a 20 by 20 grid with one line width, for this app. */
const PATHS = {
  overview: 'M3 3h6v6H3zM11 3h6v4h-6zM11 9h6v8h-6zM3 11h6v6H3z',
  devices: 'M3 4h14v9H3zM7 17h6M10 13v4M6 8.5h2l1-2 2 4 1-2h2',
  map: 'M5 5m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M15 6m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M10 15m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M7 5.3l6 .5M6 6.7l3 6.5M14 7.8l-3 5.4',
  captures: 'M3 10h3l2-6 4 12 2-6h3',
  approvals: 'M4 3h12v14H4zM7 10l2 2 4-4.5',
  accounts:
    'M8 7m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0M2.5 17c0-3 2.5-5 5.5-5s5.500 2 5.500 5M13 4.400a3 3 0 0 1 0 5.200M14.500 12.300c1.800.7 3 2.400 3 4.700',
  audit: 'M5 2.500h7l3.500 3.500v11.500H5zM8 9h4.500M8 12h4.500M8 6h2',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 6m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M8 14m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0',
  search: 'M9 9m-5.500 0a5.500 5.500 0 1 0 11 0a5.500 5.500 0 1 0-11 0M13 13l4.500 4.500',
  chevron: 'M7 4l6 6-6 6',
  down: 'M5 7.500l5 5 5-5',
  up: 'M5 12.500l5-5 5 5',
  updown: 'M6.500 8l3.500-4 3.500 4M6.500 12l3.500 4 3.500-4',
  close: 'M5 5l10 10M15 5L5 15',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  pencil: 'M4 16l.8-3.600L13 4.200l2.800 2.800-8.200 8.200zM11.500 5.700l2.800 2.800',
  undo: 'M4 8h8a4 4 0 0 1 0 8H8M4 8l3.500-3.500M4 8l3.500 3.500',
  lock: 'M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 6 0V9',
  unlock: 'M5 9h10v8H5zM7 9V6.500a3 3 0 0 1 5.700-1.300',
  person: 'M10 6.500m-3 0a3 3 0 1 0 6 0a3 3 0 1 0-6 0M4 17c0-3.300 2.700-5.500 6-5.500s6 2.200 6 5.500',
  patient: 'M10 17s-6.500-4-6.500-8.500A3.500 3.500 0 0 1 10 6.500a3.500 3.500 0 0 1 6.500 2C16.500 13 10 17 10 17z',
  alert: 'M10 3l7.500 13.500h-15zM10 8v4M10 14.200v.3',
  check: 'M4 10.500l4 4 8-9',
  info: 'M10 10m-7.500 0a7.500 7.500 0 1 0 15 0a7.500 7.500 0 1 0-15 0M10 9v5M10 6.200v.3',
  upload: 'M10 13V3.500M6 7l4-4 4 4M3.500 13v3.500h13V13',
  folder: 'M2.500 5h5l2 2h8v9h-15z',
  sensor:
    'M10 10m-1.500 0a1.500 1.500 0 1 0 3 0a1.500 1.500 0 1 0-3 0M6.500 13.500a5 5 0 0 1 0-7M13.500 6.500a5 5 0 0 1 0 7M4 16a8.500 8.500 0 0 1 0-12M16 4a8.500 8.500 0 0 1 0 12',
  stop: 'M5 5h10v10H5z',
  play: 'M6 4l10 6-10 6z',
  sun: 'M10 10m-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0M10 2v2M10 16v2M2 10h2M16 10h2M4.300 4.300l1.400 1.400M14.300 14.300l1.400 1.400M4.300 15.700l1.400-1.400M14.300 5.700l1.400-1.400',
  moon: 'M16 12.500A7 7 0 0 1 7.500 4a7 7 0 1 0 8.500 8.500z',
  screen: 'M3 4h14v9H3zM7 17h6M10 13v4',
  globe:
    'M10 10m-7.500 0a7.500 7.500 0 1 0 15 0a7.500 7.500 0 1 0-15 0M2.500 10h15M10 2.500c2.500 2.500 2.500 12.500 0 15M10 2.500c-2.500 2.500-2.500 12.500 0 15',
  leave: 'M8 3.500H4v13h4M12 6.500L15.500 10 12 13.500M7.500 10h8',
  menu: 'M3 5h14M3 10h14M3 15h14',
  copy: 'M7 7h10v10H7zM13 7V3H3v10h4',
  eye: 'M2 10c3-5.500 13-5.500 16 0-3 5.500-13 5.500-16 0zM10 10m-2.500 0a2.500 2.500 0 1 0 5 0a2.500 2.500 0 1 0-5 0',
  clock: 'M10 10m-7.500 0a7.500 7.500 0 1 0 15 0a7.500 7.500 0 1 0-15 0M10 5.500V10l3 2',
  arrow: 'M4 10h12M11 5l5 5-5 5',
  key: 'M7 10m-3.500 0a3.500 3.500 0 1 0 7 0a3.500 3.500 0 1 0-7 0M10.500 10H17v3M14 10v2.500',
} as const;

export type IconName = keyof typeof PATHS;

/** Says nothing by itself: the text beside it, or the label of its button, does. */
export function Icon({ name, size = 16 }: { name: IconName; size?: number }): ReactElement {
  return (
    <svg
      aria-hidden="true"
      focusable="false"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.6}
      strokeLinecap="round"
      strokeLinejoin="round"
      style={{ flex: 'none' }}
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
