/** https://fetch.spec.whatwg.org/#forbidden-request-header */

const names = new Set([
  'accept-charset',
  'accept-encoding',
  'access-control-request-headers',
  'access-control-request-method',
  'access-control-request-private-network',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'date',
  'dnt',
  'expect',
  'host',
  'keep-alive',
  'origin',
  'referer',
  'set-cookie',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'via',
]);
const methodOverrides = new Set(['x-http-method', 'x-http-method-override', 'x-method-override']);

/** https://fetch.spec.whatwg.org/#forbidden-method */
export const isForbiddenMethod = (method: string): boolean => /^(connect|trace|track)$/i.test(method);

export const isForbiddenRequestHeader = (name: string, value: string): boolean => {
  const lower = name.toLowerCase();
  if (names.has(lower) || lower.startsWith('proxy-') || lower.startsWith('sec-')) return true;
  return methodOverrides.has(lower) && value.split(',').some((method) => isForbiddenMethod(method.trim()));
};
