import { Request } from '../intrinsics';
import { nativeGetter } from '../web-idl';
import { isObject, iteratorMethodOf, sequenceFromIterable } from './sequence';
import { convertUSVString } from './string';

const urlOf = nativeGetter(Request.prototype, 'url');

/** Is this a Request of any realm? A site cannot make it lie. */
const isRequest = (value: object): value is Request => {
  try {
    urlOf(value as Request);
    return true;
  } catch {
    return false;
  }
};

/** https://fetch.spec.whatwg.org/#requestinfo */
export const convertRequestInfo = (value: unknown): Request | string => (isObject(value) && isRequest(value) ? value : convertUSVString(value));

/** (RequestInfo or sequence<RequestInfo>), https://webidl.spec.whatwg.org/#js-union; a single one becomes a list of one. */
export const convertRequests = (value: unknown, context: string): (Request | string)[] => {
  if (isObject(value) && !isRequest(value)) {
    const method = iteratorMethodOf(value, context);
    if (method) return sequenceFromIterable(value, method, convertRequestInfo);
  }
  return [convertRequestInfo(value)];
};
