import { beforeEach, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { BackgroundFetchFailureReason } from '../protocol/background-fetch';
import { createUnseenFailures } from './unseen-failures';

beforeEach(() => fakeBrowser.reset());
const ended = (failureReason: BackgroundFetchFailureReason, key: string = failureReason) => ({ key, phase: { state: 'settled', failureReason } }) as never;

test('failures are counted while nobody looks, over the death of the background, until somebody does', async () => {
  const told: number[] = [];
  let seen = false;
  const create = () => createUnseenFailures({ area: fakeBrowser.storage.session as never, isSeen: () => seen, tell: (count) => told.push(count) });
  await Promise.all([create().ended(ended('fetch-error')), create().ended(ended(''))]);
  const first = create();
  await Promise.all([first.ended(ended('bad-status')), first.ended(ended('quota-exceeded')), first.ended(ended('aborted'))]);
  await create().boot();
  await create().ended(ended('bad-status'));
  expect(told, 'the same one told again is no other').toEqual([1, 2, 3, 3, 3]);
  seen = true;
  await create().seen();
  await create().ended(ended('fetch-error'));
  await create().boot();
  expect(told).toEqual([1, 2, 3, 3, 3, 0, 0]);
});
