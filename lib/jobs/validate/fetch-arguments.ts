import type { BridgedFetchArguments } from '../../protocol/site';
import { MAX_ID_LENGTH } from '../../wire/id-limit';
import { MAX_REQUEST_LIST_LENGTH, MAX_REQUESTS, MAX_URL_LENGTH } from '../limits';
import { asRequest, STORED_REFERRER_POLICIES } from './request';
import { asArray, asCount, asNewJobKey, asObject, asOneOf, asString, asURLOf, malformed, parseURL, tooLarge } from './shapes';
import { asIcons, asTitle } from './ui-options';

/** A scope as registrations have it: without fragment. */
export const asScope = (value: unknown, origin: string): string => {
  const scope = asURLOf(origin, value, 'scope', MAX_URL_LENGTH);
  scope.hash = '';
  return scope.href;
};

export const asId = (value: unknown): string => asString(value, 'the id', MAX_ID_LENGTH);

/** Documents at `about:` and `blob:` URLs have an origin and no referrer: https://w3c.github.io/webappsec-referrer-policy/#strip-url */
const asClientURL = (value: unknown, origin: string): string => {
  const url = parseURL(asString(value, 'clientURL', MAX_URL_LENGTH));
  if (url?.protocol === 'about:' || url?.protocol === 'blob:') return 'about:blank';
  return asURLOf(origin, value, 'clientURL', MAX_URL_LENGTH).href;
};

/** Everything a fetch is made of, checked against the origin that the browser vouches for. Throws `malformed`, `too-large`, `forbidden-url`. */
export const asFetchArguments = (value: unknown, origin: string): BridgedFetchArguments => {
  const args = asObject(value, 'arguments');
  const scope = asScope(args['scope'], origin);
  const id = asId(args['id']);
  const given = asArray(args['requests'], 'requests');
  if (given.length === 0) throw malformed('requests');
  if (given.length > MAX_REQUESTS) throw tooLarge('the list of requests');
  let length = 0;
  const requests = given.map((each) => {
    const request = asRequest(each, origin);
    length += request.url.length + request.headers.reduce((sum, [name, text]) => sum + name.length + text.length, 0);
    if (length > MAX_REQUEST_LIST_LENGTH) throw tooLarge('the list of requests');
    return request;
  });
  const clientURL = asClientURL(args['clientURL'], origin);
  const scriptURL = asURLOf(origin, args['scriptURL'], 'scriptURL', MAX_URL_LENGTH).href;
  return {
    scope,
    id,
    requests,
    title: asTitle(args['title']),
    icons: asIcons(args['icons'], clientURL === 'about:blank' ? scope : clientURL),
    downloadTotal: asCount(args['downloadTotal'], 'downloadTotal'),
    scriptURL,
    clientURL,
    clientReferrerPolicy: asOneOf(args['clientReferrerPolicy'], STORED_REFERRER_POLICIES, 'clientReferrerPolicy'),
    connectsAnywhere: args['connectsAnywhere'] === true,
    job: asNewJobKey(args['job']),
  };
};
