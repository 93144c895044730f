import { plainRequest } from '../../fetch-as/plain-request';
import type { MatchQuery } from '../../protocol/site';
import { MAX_URL_LENGTH } from '../limits';
import { asHeaderList } from './header-list';
import { asMethod } from './request';
import { asBoolean, asObject, asString, malformed, parseURL } from './shapes';

/**
 * A query may be any request, one that could not be fetched included: URL, method and headers are all that matching looks at.
 * https://w3c.github.io/ServiceWorker/#request-matches-cached-item
 */
export const asMatchQuery = (value: unknown): MatchQuery | null => {
  if (value === null) return null;
  const query = asObject(value, 'query');
  const request = asObject(query['request'], 'request');
  const options = asObject(query['options'], 'options');
  const url = parseURL(asString(request['url'], 'a request URL', MAX_URL_LENGTH));
  if (!url) throw malformed('a request URL');
  return {
    request: plainRequest(url.href, { method: asMethod(request['method']), headers: asHeaderList(request['headers']) }),
    options: {
      ignoreSearch: asBoolean(options['ignoreSearch'], 'ignoreSearch'),
      ignoreMethod: asBoolean(options['ignoreMethod'], 'ignoreMethod'),
      ignoreVary: asBoolean(options['ignoreVary'], 'ignoreVary'),
    },
  };
};
