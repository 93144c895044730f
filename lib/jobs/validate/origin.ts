import { asString, malformed, parseURL } from './shapes';

/** UTF-16 code units. */
const LONGEST_ORIGIN = 300;

/** A serialized origin, as sites have one. */
export const asOrigin = (value: unknown): string => {
  const origin = asString(value, 'origin', LONGEST_ORIGIN);
  if (parseURL(origin)?.origin !== origin) throw malformed('origin');
  return origin;
};
