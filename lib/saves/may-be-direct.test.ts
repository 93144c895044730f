import { expect, test } from 'vitest';
import { ORIGIN, request, response } from '../jobs/fixtures';
import type { Job } from '../jobs/model';
import type { StoredRecord } from '../jobs/schema';
import type { StoredRequest, StoredResponse } from '../protocol/stored';
import { mayBeDirect } from './may-be-direct';

const ELSEWHERE = 'https://cdn.example/file';
const asked = (url: string, more: Partial<StoredRequest> = {}, answer: Partial<StoredResponse> | null = null, hasBody = false): boolean =>
  mayBeDirect({ origin: ORIGIN } as Job, { request: request(url, more), response: answer && response(answer), hasBody } as unknown as StoredRecord);

test.each<[string, boolean]>([
  ['the site’s own file, before there is an answer', asked(`${ORIGIN}/file`)],
  ['with headers that any plain request has', asked(`${ORIGIN}/file`, { headers: [['accept', 'audio/*'], ['accept-language', 'en']] })],
  ['one elsewhere whose server has let the page read it', asked(ELSEWHERE, {}, { type: 'cors', status: 200 })],
  ['or a part of it', asked(ELSEWHERE, {}, { type: 'cors', status: 206 })],
])('%s: it may', (_, may) => {
  expect(may).toBe(true);
});

test.each<[string, boolean]>([
  ['one elsewhere, of which nobody knows whether the page may read it', asked(ELSEWHERE)],
  ['one elsewhere that was refused', asked(ELSEWHERE, {}, { type: 'cors', status: 403 })],
  ['one elsewhere that was redirected', asked(ELSEWHERE, {}, { type: 'cors', status: 302 })],
  ['the same host at another port', asked('https://site.example:8443/file')],
  ['the same host without encryption', asked('http://site.example/file')],
  ['another method', asked(`${ORIGIN}/file`, { method: 'POST' })],
  ['HEAD', asked(`${ORIGIN}/file`, { method: 'HEAD' })],
  ['a body', asked(`${ORIGIN}/file`, {}, null, true)],
  ['an integrity that only we check', asked(`${ORIGIN}/file`, { integrity: 'sha256-AAAA' })],
  ['a header that makes another request of it', asked(`${ORIGIN}/file`, { headers: [['authorization', 'Bearer x']] })],
  ['a range', asked(`${ORIGIN}/file`, { headers: [['range', 'bytes=0-9']] })],
])('%s: it may not', (_, may) => {
  expect(may).toBe(false);
});
