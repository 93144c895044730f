import 'fake-indexeddb/auto';
import { expect, test, vi } from 'vitest';
import { setUp as setUpJobs } from '../jobs/fixtures';
import type { Deliver } from '../jobs/event-delivery';
import type { Job } from '../jobs/model';
import type { ServiceWorkerEvent } from '../protocol/site';
import { createTryItCalls, exceptOwn } from './try-it-calls';

const ORIGIN = 'moz-extension://id';

const setUp = (freeBytes = 1_000_000) => {
  const { open, freshContext } = setUpJobs();
  const accepted: string[] = [];
  const calls = createTryItCalls({
    context: freshContext(),
    supervisor: { accepting: (accept) => accept(), jobAccepted: (job) => void accepted.push(job) },
    origin: ORIGIN,
    fetch: async () => new Response('a picture'),
    title: 'Night train',
    freeBytes: async () => freeBytes,
  });
  return { calls, accepted, job: async (key: string) => (await open()).get('jobs', key) };
};

test('a job of the extension begins like any other', async () => {
  const { calls, accepted, job } = setUp();
  const { job: key } = await calls.tryIt(null);
  expect(accepted).toEqual([key]);
  expect(await job(key)).toMatchObject({ origin: ORIGIN, title: 'Night train', downloadTotal: 9, pausable: true, meteredToo: true, phase: { state: 'active', paused: null } });
});

test('there is one at a time', async () => {
  const { calls, accepted } = setUp();
  expect(await calls.tryIt(null)).toEqual(await calls.tryIt(null));
  expect(accepted).toHaveLength(1);
});

test('where there is no room it says so', async () => {
  await expect(setUp(8).calls.tryIt(null)).rejects.toMatchObject({ code: 'quota-exceeded' });
});

test('its events go to nobody but who wants to know of a click, those of sites to them', async () => {
  const deliver = vi.fn<Deliver>(async () => ({ kind: 'unheard' }));
  const clicked = vi.fn<() => void>();
  const own = exceptOwn(deliver, ORIGIN, clicked);
  const event = (type: ServiceWorkerEvent['type']) => async (): Promise<ServiceWorkerEvent> => ({ type }) as ServiceWorkerEvent;
  expect(await own({ origin: ORIGIN } as Job, event('backgroundfetchsuccess'))).toEqual({ kind: 'handled', rejected: false });
  expect(clicked).not.toHaveBeenCalled();
  await own({ origin: ORIGIN } as Job, event('backgroundfetchclick'));
  expect(clicked).toHaveBeenCalledOnce();
  expect(deliver).not.toHaveBeenCalled();
  expect(await own({ origin: 'https://site.example' } as Job, event('backgroundfetchclick'))).toEqual({ kind: 'unheard' });
  expect(clicked).toHaveBeenCalledOnce();
});
