import type { StoredResponse } from '../protocol/stored';

export const headerOf = (response: StoredResponse | null, name: string): string | null => response?.headers.find(([header]) => header === name)?.[1] ?? null;

/** The essence of a response's type, as it names it; empty where it names none. https://mimesniff.spec.whatwg.org/#mime-type-essence */
export const contentTypeOf = (response: StoredResponse | null): string => {
  const essence = (headerOf(response, 'content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase();
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/.test(essence) ? essence : '';
};
