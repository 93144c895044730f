import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { holding } from './holding';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;
const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

/** A call whose handle nobody else holds, and what answers it. */
const call = (through: (handle: object, call: () => Promise<string>) => Promise<string>) => {
  const { promise, resolve } = Promise.withResolvers<string>();
  const handle = {};
  return { handle: new WeakRef(handle), resolve, result: through(handle, () => promise) };
};

test('a handle is held until its call is answered, and no longer', async () => {
  const { handle, resolve, result } = call(holding);
  await turn();
  collectGarbage();
  expect(handle.deref()).toBeDefined();

  resolve('answered');
  expect(await result).toBe('answered');
  await turn();
  collectGarbage();
  expect(handle.deref()).toBeUndefined();
});

test('control: without that it goes while its call is under way', async () => {
  const { handle } = call((_handle, ask) => ask());
  await turn();
  collectGarbage();
  expect(handle.deref()).toBeUndefined();
});

test('of two calls on one handle the answer to the first lets nothing go', async () => {
  const first = call(holding);
  const { promise, resolve } = Promise.withResolvers<void>();
  const second = holding(first.handle.deref()!, () => promise);
  first.resolve('');
  await first.result;
  await turn();
  collectGarbage();
  expect(first.handle.deref()).toBeDefined();
  resolve();
  await second;
});

test('a call that fails lets go of its handle', async () => {
  const { handle, result } = call((one) => holding(one, () => Promise.reject(new Error('no'))));
  await expect(result).rejects.toThrow('no');
  await turn();
  collectGarbage();
  expect(handle.deref()).toBeUndefined();
});
