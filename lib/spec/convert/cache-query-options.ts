import type { MatchOptions } from '../../protocol/stored';
import { convertDictionary } from './dictionary';

/** https://w3c.github.io/ServiceWorker/#dictdef-cachequeryoptions */
export const convertCacheQueryOptions = (value: unknown, context: string): MatchOptions => {
  const dictionary = convertDictionary(value, `${context}: options`);
  const { ignoreMethod, ignoreSearch, ignoreVary } = dictionary;
  return { ignoreSearch: !!ignoreSearch, ignoreMethod: !!ignoreMethod, ignoreVary: !!ignoreVary };
};
