import { expect, test } from 'vitest';
import type { SecondWorkerCalls, StretchCalls, StretchOrders, StretchPushes } from '../../protocol/stretch';
import { messagePortEndpoint } from '../../wire/message-port';
import { openWire, type Wire } from '../../wire/wire';
import { testClock } from '../clock.mocks';
import { request } from '../engine.mocks';
import { LIMITS } from '../limits';
import { createBeginStretch } from './begin-stretch';
import type { StretchEnd, StretchOrder } from './stretch';

const order: StretchOrder = {
  job: { key: 'job', origin: 'https://example.org', clientURL: 'https://example.org/', clientReferrerPolicy: '', connectsAnywhere: true, recordCount: 1, downloadTotal: 0 },
  row: { request: request(), validators: { etag: '"a"', lastModified: null, length: 100 } },
  start: 50,
  end: 100,
  names: { index: 0, generation: 0, n: 7, session: 'run' },
  early: true,
};

/** A background whose second Workers do `fetchStretch`, and end when they are told or fail. */
const setUp = (fetchStretch: (line: Wire<{}, StretchPushes>, stopped: Promise<void>) => Promise<StretchEnd>) => {
  const clock = testClock();
  const running = new Map<number, () => void>();
  const background = {
    call: async (name: keyof SecondWorkerCalls, payload: { number: number; port?: MessagePort }) => {
      if (name === 'endSecondWorker') {
        running.get(payload.number)?.();
        return null;
      }
      const stopped = Promise.withResolvers<void>();
      const line: Wire<{}, StretchPushes> = openWire<{}, StretchPushes, StretchCalls, StretchOrders>(
        messagePortEndpoint(payload.port!),
        { fetchStretch: () => fetchStretch(line, stopped.promise) },
        { stopStretch: () => stopped.resolve() },
      );
      await new Promise<void>((resolve) => running.set(payload.number, resolve));
      running.delete(payload.number);
      line.close();
      return null;
    },
  } as unknown as Wire<SecondWorkerCalls, {}>;
  return { clock, running, begin: createBeginStretch(background, clock, LIMITS) };
};

test('files are told in order, and the Worker ends with its stretch', async () => {
  const { running, begin } = setUp(async (line) => {
    for (const n of [1, 2, 3]) line.push('sealed', { name: String(n), size: n });
    return 'done';
  });
  const told: string[] = [];
  const stretch = begin(order, ({ name }) => told.push(name))!;
  expect(await stretch.ended).toBe('done');
  expect(told).toEqual(['1', '2', '3']);
  await expect.poll(() => running.size).toBe(0);
  expect(begin(order, () => {})).not.toBeNull();
});

test('there is one at a time', async () => {
  const { begin } = setUp(async (_line, stopped) => stopped.then(() => 'failed' as const));
  const stretch = begin(order, () => {})!;
  expect(begin(order, () => {})).toBeNull();
  stretch.stop();
  await stretch.ended;
  expect(begin(order, () => {})).not.toBeNull();
});

test('one that fails ends its stretch, and no other is tried', async () => {
  const { running, begin } = setUp(() => new Promise(() => {}));
  const stretch = begin(order, () => {})!;
  running.get(1)!();
  expect(await stretch.ended).toBe('failed');
  expect(begin(order, () => {})).toBeNull();
});

test('one that is stopped says what it has; one that hangs is ended', async () => {
  const obedient = setUp(async (_line, stopped) => stopped.then(() => 'failed' as const));
  const stretch = obedient.begin(order, () => {})!;
  stretch.stop();
  expect(await stretch.ended).toBe('failed');
  expect(obedient.begin(order, () => {})).not.toBeNull();

  const hanging = setUp(() => new Promise(() => {}));
  const other = hanging.begin(order, () => {})!;
  other.stop();
  await hanging.clock.advance(LIMITS.stretchStop);
  expect(await other.ended).toBe('failed');
  expect(hanging.running.size).toBe(0);
});
