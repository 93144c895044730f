import { expect, test, vi } from 'vitest';
import type { ServiceWorkerEvent } from '../protocol/site';
import { createDeliveries } from './deliveries';

const event = (type: ServiceWorkerEvent['type'], job = 'one'): ServiceWorkerEvent => ({ type, registration: { job } as never, records: [] });

function setUp() {
  const settle: ((rejected: boolean) => void)[] = [];
  const fire = vi.fn<() => Promise<{ rejected: boolean }>>(() => new Promise((resolve) => settle.push((rejected) => resolve({ rejected }))));
  return { fire, settle, deliver: createDeliveries(fire) };
}

test('a second delivery while the first runs gets its outcome', async () => {
  const { fire, settle, deliver } = setUp();
  const both = [deliver(event('backgroundfetchsuccess')), deliver(event('backgroundfetchsuccess'))];
  settle[0]!(true);
  expect(await Promise.all(both)).toEqual([{ rejected: true }, { rejected: true }]);
  expect(fire).toHaveBeenCalledTimes(1);
});

test('a second delivery after the first is answered and not dispatched', async () => {
  const { fire, settle, deliver } = setUp();
  const first = deliver(event('backgroundfetchfail'));
  settle[0]!(false);
  await first;
  expect(await deliver(event('backgroundfetchfail'))).toEqual({ rejected: false });
  expect(fire).toHaveBeenCalledTimes(1);
});

test('other jobs and other types are other events', () => {
  const { fire, deliver } = setUp();
  void deliver(event('backgroundfetchsuccess'));
  void deliver(event('backgroundfetchsuccess', 'two'));
  void deliver(event('backgroundfetchclick'));
  expect(fire).toHaveBeenCalledTimes(3);
});

test('a click comes again once its handlers are through', async () => {
  const { fire, settle, deliver } = setUp();
  const first = deliver(event('backgroundfetchclick'));
  void deliver(event('backgroundfetchclick'));
  expect(fire).toHaveBeenCalledTimes(1);
  settle[0]!(false);
  await first;
  void deliver(event('backgroundfetchclick'));
  expect(fire).toHaveBeenCalledTimes(2);
});

test('a dispatch that fails is a rejected event', async () => {
  const deliver = createDeliveries(() => Promise.reject(new Error('no registration')));
  expect(await deliver(event('backgroundfetchabort'))).toEqual({ rejected: true });
});
