import { expect, test } from 'vitest';
import type { HopCalls } from '../protocol/transfer';
import type { Handlers } from '../wire/wire';
import { createSecondWorkers } from './second-workers';

/** A Worker as far as it is used: takes messages and can fail. */
class TestWorker extends EventTarget {
  onmessage: ((event: MessageEvent) => void) | null = null;
  readonly received: unknown[] = [];
  terminated = false;
  postMessage(message: unknown): void {
    this.received.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
}

const setUp = () => {
  const workers: TestWorker[] = [];
  const faults: unknown[] = [];
  const seconds = createSecondWorkers({
    spawn: () => {
      const worker = new TestWorker();
      workers.push(worker);
      return worker as unknown as Worker;
    },
    hops: {} as Handlers<HopCalls>,
    onFault: (_where, error) => faults.push(error),
  });
  const start = (number: number) => seconds.handlers.startSecondWorker({ number, port: new MessageChannel().port1 });
  return { workers, faults, seconds, start };
};

test('it is given its line, and the call is answered when it was ended', async () => {
  const { workers, faults, seconds, start } = setUp();
  const [first, second] = [start(1), start(2)];
  expect(workers.map(({ received }) => received)).toEqual([[expect.objectContaining({ push: 'line' })], [expect.objectContaining({ push: 'line' })]]);
  await seconds.handlers.endSecondWorker({ number: 2 });
  expect(await second).toBeNull();
  expect(workers.map(({ terminated }) => terminated)).toEqual([false, true]);
  seconds.endAll();
  expect(await first).toBeNull();
  expect(workers[0]!.terminated).toBe(true);
  expect(faults).toEqual([]);
});

test('one that fails is ended, and told', async () => {
  const { workers, faults, start } = setUp();
  const started = start(1);
  workers[0]!.dispatchEvent(new Event('error'));
  expect(await started).toBeNull();
  expect(workers[0]!.terminated).toBe(true);
  expect(faults).toHaveLength(1);
});
