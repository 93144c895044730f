import { expect, test } from 'vitest';
import { messagePortEndpoint } from '../../wire/message-port';
import { flushElsewhere } from './flush-elsewhere';
import { startFlushWorker } from './start-flush-worker';

/** A closed file that says how often it has been brought to the disk, which fails as often as it is told to. */
const fileOf = (failures = 0) => {
  const seen = { flushed: 0, open: 0 };
  const handle = {
    flush: () => {
      if (failures-- > 0) throw new Error('EIO');
      seen.flushed++;
    },
    getSize: () => 1,
    close: () => void seen.open--,
  };
  return { seen, file: { createSyncAccessHandle: async () => (seen.open++, handle) } as unknown as FileSystemFileHandle };
};

type Receive = ((event: MessageEvent) => void) | null;

/** A Worker that is a turn away, and takes what cannot be cloned. `begins`: false where its script is not to be had. */
const workerOf = (begins: boolean) => {
  const faults: unknown[] = [];
  const end = (other: () => { onmessage: Receive }) => ({
    onmessage: null as Receive,
    onerror: null as (() => void) | null,
    postMessage: (data: unknown) => void setImmediate(() => other().onmessage?.({ data } as MessageEvent)),
    terminate: () => {},
  });
  const worker = end(() => scope);
  const scope: typeof worker = end(() => worker);
  if (begins) startFlushWorker({ endpoint: messagePortEndpoint(scope), onFault: (error) => faults.push(error) });
  return { worker: worker as unknown as Worker, fail: () => worker.onerror?.(), faults };
};

test('files are flushed by one Worker, begun with the first of them', async () => {
  let begun = 0;
  const { worker } = workerOf(true);
  const flush = flushElsewhere(() => (begun++, worker));
  expect(begun).toBe(0);
  const [one, other] = [fileOf(), fileOf()];
  await Promise.all([flush(one.file), flush(other.file)]);
  expect([one.seen, other.seen, begun]).toEqual([{ flushed: 1, open: 0 }, { flushed: 1, open: 0 }, 1]);
});

test('what the disk refuses there is not tried here, where it would seem to be taken', async () => {
  const { worker, faults } = workerOf(true);
  const { seen, file } = fileOf(1);
  await expect(flushElsewhere(() => worker)(file)).rejects.toThrow('internal');
  expect([seen, faults]).toEqual([{ flushed: 0, open: 0 }, [new Error('EIO')]]);
});

test('where no Worker is to be had, files are flushed here', async () => {
  const { worker, fail } = workerOf(false);
  const flush = flushElsewhere(() => worker);
  const [one, other] = [fileOf(), fileOf()];
  const flushing = flush(one.file);
  fail();
  await flushing;
  await flush(other.file);
  expect([one.seen.flushed, other.seen.flushed]).toEqual([1, 1]);
});
