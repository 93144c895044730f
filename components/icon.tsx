import type { JSX } from 'preact';

/** Drawn on a 20 × 20 grid with strokes of the text's colour. Never the only sign of a meaning: a name or a text stands beside it. */
const PATHS = {
  pause: 'M7 5v10M13 5v10',
  resume: 'M7 4.5v11l8.5-5.5z',
  retry: 'M15.5 10a5.5 5.5 0 1 1-1.8-4.1M15.5 3.5v3.2h-3.2',
  cancel: 'M5.5 5.5l9 9M14.5 5.5l-9 9',
  remove: 'M4 6h12M8 6V4h4v2M5.5 6l.8 10h7.4l.8-10M8.5 9v4.5M11.5 9v4.5',
  save: 'M10 3.5v8.5M6.2 8.5L10 12.3l3.8-3.8M4 13.5V15a1.5 1.5 0 0 0 1.5 1.5h9A1.5 1.5 0 0 0 16 15v-1.5',
  direct: 'M10 3.5v8.5M6.2 8.5L10 12.3l3.8-3.8M4 16.5h12',
  folder: 'M3 6.5A1.5 1.5 0 0 1 4.5 5H8l1.8 2h5.7A1.5 1.5 0 0 1 17 8.5v6a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 14.5z',
  download: 'M10 3v9.5M5.5 8.5L10 13l4.5-4.5M4 16.5h12',
  list: 'M8 5.5h8M8 10h8M8 14.5h8M4.2 5.5h.1M4.2 10h.1M4.2 14.5h.1',
  settings: 'M3.5 6.5h6M14.5 6.5h2M12 4.2a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 0 0 0-4.6M3.5 13.5h2M10.5 13.5h6M8 11.2a2.3 2.3 0 1 0 0 4.6a2.3 2.3 0 0 0 0-4.6',
  search: 'M9 4a5 5 0 1 0 0 10a5 5 0 0 0 0-10M12.7 12.7l3.8 3.8',
  shield: 'M10 3l6 2v4.6c0 3.5-2.4 6-6 7.4-3.6-1.4-6-3.9-6-7.4V5z',
  check: 'M4.5 10.5l3.6 3.5 7.4-8',
  chevron: 'M7.5 5.5L12 10l-4.5 4.5',
} as const;

export type IconName = keyof typeof PATHS;

export const Icon = ({ name }: { name: IconName }): JSX.Element => (
  <svg class="icon" data-icon={name} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
    <path d={PATHS[name]} />
  </svg>
);
