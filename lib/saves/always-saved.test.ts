import { beforeEach, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Job } from '../jobs/model';
import { createAlwaysSaved } from './always-saved';

beforeEach(() => fakeBrowser.reset());

const ORIGIN = 'https://podcast.example';
const setUp = () => {
  const saved: string[] = [];
  const clock = { time: 1_000 };
  const area = fakeBrowser.storage.local as never;
  const create = () => createAlwaysSaved(area, { saveUnasked: async (job) => (saved.push(job), []), knows: async (job) => saved.includes(job) }, () => clock.time);
  return { alwaysSaved: create(), next: create, saved, clock };
};
const job = (key: string, { origin = ORIGIN, failureReason = '', settledAt = 2_000, data = true } = {}): Job =>
  ({ key, origin, phase: { state: 'settled', failureReason, settledAt, delivery: { state: 'over', heard: true, keepUntil: 0, data } } }) as unknown as Job;

test('a site is on the list until it is taken off, past the death of the background', async () => {
  const { alwaysSaved, next } = setUp();
  await fakeBrowser.storage.local.set({ 'site:https://other.example': 'allow' });
  await alwaysSaved.set(ORIGIN, true);
  expect(await next().all()).toEqual([ORIGIN]);
  await next().set(ORIGIN, false);
  expect(await next().all()).toEqual([]);
});

test('what succeeds is saved whole, and once, however often its end is told', async () => {
  const { alwaysSaved, next, saved } = setUp();
  await alwaysSaved.set(ORIGIN, true);
  await alwaysSaved.ended(job('a'));
  await next().ended(job('a'));
  expect(saved).toEqual(['a']);
});

test.each([
  ['of another site', { origin: 'https://podcast.example:8443' }],
  ['that has failed', { failureReason: 'bad-status' }],
  ['that was cancelled', { failureReason: 'aborted' }],
  ['that had ended before the person wished for it', { settledAt: 999 }],
  ['without bytes', { data: false }],
])('nothing is saved of a fetch %s', async (_, more) => {
  const { alwaysSaved, saved } = setUp();
  await alwaysSaved.set(ORIGIN, true);
  await alwaysSaved.ended(job('a', more));
  expect(saved).toEqual([]);
});

test('a value that is no time stands for no wish', async () => {
  const { alwaysSaved, saved } = setUp();
  await fakeBrowser.storage.local.set({ [`save:${ORIGIN}`]: 'yes' });
  await alwaysSaved.ended(job('a'));
  expect(saved).toEqual([]);
});
