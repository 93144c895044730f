/** Checks of what arrived from another realm. Each returns a value of its own making or throws `malformed`. */

import { WireException } from '../../wire/wire';

export const malformed = (what: string): WireException => new WireException('malformed', `${what} is malformed`);
export const tooLarge = (what: string): WireException => new WireException('too-large', `${what} is too large`);

export const asObject = (value: unknown, what: string): Record<string, unknown> => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw malformed(what);
  return value as Record<string, unknown>;
};

export const asArray = (value: unknown, what: string): unknown[] => {
  if (!Array.isArray(value)) throw malformed(what);
  return value;
};

/** @param most UTF-16 code units; more are `too-large` */
export const asString = (value: unknown, what: string, most: number): string => {
  if (typeof value !== 'string') throw malformed(what);
  if (value.length > most) throw tooLarge(what);
  return value;
};

export const asBoolean = (value: unknown, what: string): boolean => {
  if (typeof value !== 'boolean') throw malformed(what);
  return value;
};

/** A whole number from 0 on. WebIDL's unsigned long long reaches beyond the safe integers. */
export const asCount = (value: unknown, what: string): number => {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 2 ** 64) throw malformed(what);
  return value;
};

export const asOneOf = <Value extends string>(value: unknown, values: readonly Value[], what: string): Value => {
  if (!values.includes(value as Value)) throw malformed(what);
  return value as Value;
};

/** 36 characters are enough for a UUID; a longer key names no job. */
export const asJobKey = (value: unknown): string => {
  if (typeof value !== 'string' || value.length > 36) throw malformed('job');
  return value;
};

/** A key that will name a job, and its folder. */
export const asNewJobKey = (value: unknown): string => {
  const key = asJobKey(value);
  if (!/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(key)) throw malformed('job');
  return key;
};

/** The URL, or null where there is none. `URL.parse` is not in every browser we serve. */
export const parseURL = (text: string, base?: string): URL | null => (URL.canParse(text, base) ? new URL(text, base) : null);

/** An absolute http or https URL of this origin: `blob:` URLs have an origin too, and name no such thing. */
export const asURLOf = (origin: string, value: unknown, what: string, most: number): URL => {
  const url = parseURL(asString(value, what, most));
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.origin !== origin) throw malformed(what);
  return url;
};
