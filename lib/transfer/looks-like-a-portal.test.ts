import { expect, test } from 'vitest';
import type { StoredResponse } from '../protocol/stored';
import { answer } from './engine.mocks';
import { looksLikeAPortal } from './looks-like-a-portal';

const head = (type: string, url = 'https://example.org/film'): StoredResponse => ({ ...answer(200, [['content-type', type]], []).response, url });
const VIDEO = head('video/mp4');

test.each<[string, StoredResponse, ReturnType<typeof answer>, boolean]>([
  ['a page without a version', VIDEO, answer(200, [['content-type', 'text/html; charset=utf-8']], []), true],
  ['a page of another origin', head('video/mp4', 'https://cdn.example/film'), answer(200, [['content-type', 'text/html'], ['etag', '"login"']], []), true],
  ['a page of the same origin that names its version', VIDEO, answer(200, [['content-type', 'text/html'], ['etag', '"2"']], []), false],
  ['a page that names its date', VIDEO, answer(200, [['content-type', 'text/html'], ['last-modified', 'Tue, 01 Jan 2019 00:00:00 GMT']], []), false],
  ['a page where there was a page', head('text/html'), answer(200, [['content-type', 'text/html']], []), false],
  ['another file', VIDEO, answer(200, [['content-type', 'video/webm']], []), false],
  ['an answer without a type', VIDEO, answer(200, [], []), false],
  ['a part', VIDEO, answer(206, [['content-type', 'text/html']], []), false],
  ['a page that says what is wrong', VIDEO, answer(404, [['content-type', 'text/html']], []), false],
  ['a page where nothing may be seen of the answer', head('video/mp4', ''), answer(200, [['content-type', 'text/html'], ['etag', '"2"']], []), false],
])('%s', (_what, before, now, portal) => {
  expect(looksLikeAPortal(before, now)).toBe(portal);
});
