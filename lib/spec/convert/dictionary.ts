import { TypeError } from '../intrinsics';
import { isObject } from './sequence';

/**
 * First step of https://webidl.spec.whatwg.org/#js-dictionary. The caller must then read each member once, inherited dictionaries
 * first and in lexicographic order within one.
 */
export const convertDictionary = (value: unknown, context: string): Record<string, unknown> => {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new TypeError(`${context} is not an object.`);
  return value as Record<string, unknown>;
};
