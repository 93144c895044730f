import type { BodyPiece } from '../protocol/background-fetch';
import type { StoredResponse } from '../protocol/stored';
import { Blob, Response } from './intrinsics';
import { defineMembers } from './web-idl';
import { withoutType } from './stored-request';

/** https://fetch.spec.whatwg.org/#null-body-status */
const NULL_BODY_STATUSES = [101, 103, 204, 205, 304];

/** https://fetch.spec.whatwg.org/#reason-phrase; the constructor refuses others, servers send them. */
const REASON_PHRASE = /^[\t\x20-\x7e\x80-\xff]*$/;

const clone = Response.prototype.clone;

/**
 * What a network response knows and a constructed one cannot be told. `url`, `redirected` and `type` are the record's own; `status` and `statusText`
 * differ from the constructed ones only where the constructor refuses them.
 */
const present = (response: Response, stored: StoredResponse): Response => {
  const members = {
    get url() {
      return stored.url;
    },
    get redirected() {
      return stored.redirected;
    },
    get type() {
      return stored.type;
    },
    get status() {
      return stored.status;
    },
    get statusText() {
      return stored.statusText;
    },
    clone(this: Response) {
      return present(Reflect.apply(clone, this, []), stored);
    },
  };
  // Not enumerable: the real members stand on the prototype, and Object.keys() or a spread must not see these.
  defineMembers(response, members, false);
  return response;
};

/** The Response of a record's response data. https://wicg.github.io/background-fetch/#create-settled-fetches-algorithm */
export const createResponse = (stored: StoredResponse, body: BodyPiece | ReadableStream<Uint8Array>): Response => {
  const { status, statusText } = stored;
  const response = new Response(NULL_BODY_STATUSES.includes(status) ? null : body instanceof Blob ? withoutType(body) : body, {
    // 600 to 999 exist in the wild; 599 leaves `ok` false.
    status: status > 599 ? 599 : status,
    statusText: REASON_PHRASE.test(statusText) ? statusText : '',
    headers: stored.headers.filter(([name]) => !/^content-(range|length)$/i.test(name)),
  });
  return present(response, stored);
};
