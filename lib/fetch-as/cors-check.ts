/** https://fetch.spec.whatwg.org/#concept-cors-check */

import type { HeaderList } from '../protocol/stored';
import { getHeader } from './header-list';

/**
 * @param serializedOrigin what the request's `Origin` header said, `null` included
 * @returns null for success, else why not
 */
export const corsCheck = (response: HeaderList, serializedOrigin: string, credentials: RequestCredentials): string | null => {
  const origin = getHeader(response, 'access-control-allow-origin');
  if (origin === null) return 'no Access-Control-Allow-Origin';
  if (credentials !== 'include' && origin === '*') return null;
  if (origin !== serializedOrigin) return `Access-Control-Allow-Origin is "${origin}"`;
  if (credentials !== 'include') return null;
  return getHeader(response, 'access-control-allow-credentials') === 'true' ? null : 'no Access-Control-Allow-Credentials: true';
};
