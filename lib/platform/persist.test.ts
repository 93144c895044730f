import { expect, test } from 'vitest';
import { createPersistence } from './persist';

const storage = (given: boolean) => {
  const calls: string[] = [];
  return {
    calls,
    persisted: async () => calls.push('persisted') > 0 && given,
    persist: async () => calls.push('persist') > 0,
  };
};

test('the browser is asked once, and whoever needs to know waits for its answer', async () => {
  const asked = storage(false);
  const persist = createPersistence(asked as never, () => {});
  await Promise.all([persist(), persist()]);
  expect(asked.calls).toEqual(['persisted', 'persist']);
});

test('what is given already is not asked for, nor where nobody can be asked', async () => {
  const asked = storage(true);
  await createPersistence(asked as never, () => {})();
  expect(asked.calls).toEqual(['persisted']);
  await createPersistence({} as never, () => {})();
});

test('a browser that fails at it is no reason to wait for ever', async () => {
  const faults: string[] = [];
  await createPersistence({ persist: null, persisted: async () => Promise.reject(new Error('no')) } as never, (where) => faults.push(where))();
  expect(faults).toEqual(['persist']);
});
