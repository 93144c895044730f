import { serializeRequestOrigin } from './serialize-request-origin';
import type { HopRequest } from './hop-request';
import { currentURL } from './hop-request';

/** Value of `Origin`, or null: not sent. https://fetch.spec.whatwg.org/#append-a-request-origin-header */
export const originHeader = (request: HopRequest): string | null => {
  const { client, tainting, method, mode, referrerPolicy } = request;
  const serialized = serializeRequestOrigin(request.urlList, client.origin);
  if (tainting === 'cors') return serialized;
  if (method === 'GET' || method === 'HEAD') return null;
  if (mode === 'cors') return serialized;
  const url = currentURL(request);
  switch (referrerPolicy) {
    case 'no-referrer':
      return 'null';
    case 'no-referrer-when-downgrade':
    case 'strict-origin':
    case 'strict-origin-when-cross-origin':
      return client.origin.startsWith('https:') && url.protocol !== 'https:' ? 'null' : serialized;
    case 'same-origin':
      return url.origin === client.origin ? serialized : 'null';
    default:
      return serialized;
  }
};
