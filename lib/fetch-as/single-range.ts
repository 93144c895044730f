/**
 * A `Range` value with exactly one byte range and no whitespace; null when it is none.
 * https://fetch.spec.whatwg.org/#simple-range-header-value
 */
export const parseSingleRange = (value: string): { start: number | null; end: number | null } | null => {
  const [, first, last] = /^bytes=([0-9]*)-([0-9]*)$/.exec(value) ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return null;
  const start = first === '' ? null : Number(first);
  const end = last === '' ? null : Number(last);
  return start !== null && end !== null && start > end ? null : { start, end };
};
