import type { UIOptions } from '../../protocol/background-fetch';
import type { StoredImage } from '../../protocol/stored';
import { MAX_ICON_TEXT_LENGTH, MAX_ICON_URL_LENGTH, MAX_ICONS, MAX_TITLE_LENGTH } from '../limits';
import { bestIcon } from './best-icon';
import { asArray, asObject, malformed, parseURL } from './shapes';

/** Cut, not refused: a title is only ever shown. */
export const asTitle = (value: unknown): string => {
  if (typeof value !== 'string') throw malformed('title');
  // A code point is at most two code units: the rest need not be looked at.
  return Array.from(value.slice(0, 2 * MAX_TITLE_LENGTH)).slice(0, MAX_TITLE_LENGTH).join('').toWellFormed();
};

const SHOWABLE = new Set(['https:', 'http:', 'data:']);

/** The icon with its URL made absolute; null when it could never be shown. */
const asIcon = (value: unknown, base: string): StoredImage | null => {
  const image = asObject(value, 'icon');
  if (typeof image['src'] !== 'string') throw malformed('icon');
  const src = image['src'].length <= MAX_ICON_URL_LENGTH ? parseURL(image['src'], base) : null;
  if (!src || !SHOWABLE.has(src.protocol)) return null;
  const icon: StoredImage = { src: src.href };
  for (const name of ['sizes', 'type', 'label'] as const) {
    const text = image[name];
    if (text === undefined) continue;
    if (typeof text !== 'string') throw malformed('icon');
    if (text.length <= MAX_ICON_TEXT_LENGTH) icon[name] = text;
  }
  return icon;
};

/**
 * The one that is shown, or nothing.
 * @param base URL of the caller's document or worker
 */
export const asIcons = (value: unknown, base: string): StoredImage[] => {
  const given = asArray(value, 'icons').slice(0, MAX_ICONS);
  const best = bestIcon(given.map((icon) => asIcon(icon, base)).filter((icon) => icon !== null));
  return best ? [best] : [];
};

export const asUIOptions = (value: unknown, base: string): UIOptions => {
  const options = asObject(value, 'options');
  return {
    ...(options['icons'] !== undefined && { icons: asIcons(options['icons'], base) }),
    ...(options['title'] !== undefined && { title: asTitle(options['title']) }),
  };
};
