import type { JSX } from 'preact';

/** Drawn on a 20 × 20 grid with strokes of the text's colour. Never the only sign of a meaning: a name or a text stands beside it. */
const PATHS = {
  pause: 'M7 5v10M13 5v10',
  resume: 'M7 4.5v11l8.5-5.5z',
  retry: 'M15.5 10a5.5 5.5 0 1 1-1.8-4.1M15.5 3.5v3.2h-3.2',
  cancel: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  remove: 'M4 6h12M8 6V4h4v2M5.5 6l.8 10h7.4l.8-10M8.5 9v4.5M11.5 9v4.5',
  download: 'M10 3v9.5M5.5 8.5L10 13l4.5-4.5M4 16.5h12',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }): JSX.Element => (
  <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
