import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HopCalls, TransferCalls, TransferPushes } from '../protocol/transfer';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire } from '../wire/wire';
import { createTransferWorker } from './transfer-worker';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearInterval', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** Workers on MessageChannels; the first `silent` of them never answer. */
function setup(silent = 0) {
  const workers: { fail: (reason: string) => void }[] = [];
  const workerLost = vi.fn<() => void>();
  const workerStarted = vi.fn<() => Promise<void>>(async () => {});
  const faults: string[] = [];
  const worker = createTransferWorker({
    start: async () => {
      const { port1, port2 } = new MessageChannel();
      const hang = workers.length < silent;
      openWire<HopCalls, TransferPushes, TransferCalls, {}>(
        messagePortEndpoint(port2),
        { run: () => null, stop: () => null, retry: () => null,
      roomMade: () => null, seal: () => null, enter: () => null, configure: () => null, icon: () => null, underWay: () => (hang ? new Promise<never>(() => {}) : [`of worker ${workers.length}`]) },
        {},
      );
      let fail!: (reason: string) => void;
      const failed = new Promise<string>((resolve) => (fail = resolve));
      workers.push({ fail });
      return { endpoint: messagePortEndpoint(port1), fresh: true, failed };
    },
    events: { hops: {} as never, transfers: {}, workerLost, workerStarted },
    onFault: (_, error) => faults.push((error as Error).message),
  });
  const wire = async () => {
    const asked = worker.wire();
    await vi.advanceTimersByTimeAsync(0);
    return asked;
  };
  return { worker, workers, workerLost, workerStarted, faults, wire };
}

/** MessageChannel deliveries are real; let them happen. */
const settle = () => vi.waitFor(() => {}).then(() => new Promise<void>((resolve) => setImmediate(resolve)));

test('it starts at the first use, once', async () => {
  const { worker, workers, workerStarted, wire } = setup();
  expect(workers.length).toBe(0);
  const [first, second] = await Promise.all([wire(), wire()]);
  expect(first).toBe(second);
  expect(workers.length).toBe(1);
  expect(workerStarted).toHaveBeenCalledTimes(1);
  worker.end();
});

test('a failed Worker rejects what was asked of it and calls for a new start', async () => {
  const { worker, workers, workerLost, wire } = setup(1);
  const pending = (await wire()).call('underWay', null);
  workers[0]!.fail('threw');
  await expect(pending).rejects.toMatchObject({ code: 'disconnected' });
  expect(workerLost).toHaveBeenCalledTimes(1);
  const next = worker.wire();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await (await next).call('underWay', null)).toEqual(['of worker 2']);
  worker.end();
});

test('the n-th failure in a row makes the next start wait longer', async () => {
  const { worker, workers, wire } = setup();
  await wire();
  for (const pause of [1_000, 5_000, 30_000, 60_000, 60_000]) {
    workers.at(-1)!.fail('threw');
    await vi.advanceTimersByTimeAsync(0);
    const before = workers.length;
    void worker.wire();
    await vi.advanceTimersByTimeAsync(pause - 1);
    expect(workers.length).toBe(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(workers.length).toBe(before + 1);
  }
  worker.end();
});

test('two missed heartbeats replace it, one does not', async () => {
  const { worker, workerLost, faults, wire } = setup(1);
  await wire();
  worker.watch(true);
  await vi.advanceTimersByTimeAsync(50_000);
  expect(workerLost).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(faults).toEqual(['no answer']);
  expect(workerLost).toHaveBeenCalledTimes(1);
  worker.watch(false);
  worker.end();
});

test('a Worker that answers stays', async () => {
  const { worker, workerLost, wire } = setup();
  await wire();
  worker.watch(true);
  for (let i = 0; i < 5; i++) {
    await vi.advanceTimersByTimeAsync(30_000);
    await settle();
  }
  expect(workerLost).not.toHaveBeenCalled();
  worker.watch(false);
  worker.end();
});

test('ending it on purpose is no failure', async () => {
  const { worker, workerLost, wire } = setup();
  const open = await wire();
  worker.end();
  await expect(open.call('underWay', null)).rejects.toMatchObject({ code: 'disconnected' });
  expect(workerLost).not.toHaveBeenCalled();
});
