import { expect, test } from 'vitest';
import { KEEP_FOR } from './delivery-policy';
import { createEventDelivery, type MakeEvent } from './event-delivery';
import { setUp } from './fixtures';
import { deliveryAttempted, forget, settle } from './transitions';

/** An event that waits for its turn. */
const waiting = async () => {
  const { start, arrive, freshContext, open } = setUp();
  const job = await start();
  const made: MakeEvent[] = [];
  const events = createEventDelivery(freshContext(), async (_job, makeEvent) => {
    made.push(makeEvent);
    return { kind: 'inactive' };
  });
  const finish = async () => {
    await arrive(job);
    await settle(await open(), job.key, 2_000);
  };
  return { job, events, made, finish, db: await open() };
};

test('an event is made as things stand when its turn comes', async () => {
  const { job, events, made, finish } = await waiting();
  await events.deliverClick(job);
  await finish();
  expect(await made[0]!()).toMatchObject({ type: 'backgroundfetchclick', registration: { result: 'success' }, records: [{ result: 'success' }] });
});

test('a job that is gone when the turn of its event comes has none: its scope may be another registration’s', async () => {
  const { job, events, made, finish, db } = await waiting();
  await finish();
  await events.deliverResult(job, '');
  await events.deliverClick(job);
  expect(await made[0]!()).toMatchObject({ type: 'backgroundfetchsuccess' });
  await forget(db, job.key);
  expect(await Promise.all(made.map((make) => make()))).toEqual([null, null]);
});

test('a job whose event is over has no second one, and a click without records', async () => {
  const { job, events, made, finish, db } = await waiting();
  await finish();
  await events.deliverResult(job, '');
  await events.deliverClick(job);
  await deliveryAttempted(db, job.key, { kind: 'handled', rejected: false }, KEEP_FOR, 3_000);
  expect(await Promise.all(made.map((make) => make()))).toMatchObject([null, { type: 'backgroundfetchclick', records: [] }]);
});
