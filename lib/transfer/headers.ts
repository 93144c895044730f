import type { HeaderList } from '../protocol/stored';

/** Value of the first header of that (lower-case) name. */
export const firstHeader = (headers: HeaderList, name: string): string | null => headers.find(([header]) => header.toLowerCase() === name)?.[1] ?? null;

/** https://fetch.spec.whatwg.org/#concept-header-list-get : all values of that (lower-case) name, combined. */
export const combinedHeader = (headers: HeaderList, name: string): string | null => {
  const values = headers.filter(([header]) => header.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
};

/** True where bytes as received are not bytes as stored by the server. */
export const isEncoded = (headers: HeaderList): boolean => !/^(identity)?$/i.test(combinedHeader(headers, 'content-encoding')?.trim() ?? '');

/** Bytes of the body that follows, where an unencoded response says it. https://fetch.spec.whatwg.org/#content-length-header */
export const contentLength = (headers: HeaderList): number | null => {
  if (isEncoded(headers)) return null;
  const values = new Set(combinedHeader(headers, 'content-length')?.split(',').map((value) => value.trim()));
  const [value] = values;
  if (values.size !== 1 || !/^\d+$/.test(value!)) return null;
  const length = Number(value);
  return Number.isSafeInteger(length) ? length : null;
};
