import { expect, test } from 'vitest';
import { hideFrames } from './hide-frames';

const page = { id: 'page', frameType: 'top-level' } as WindowClient;
const frame = { id: 'frame', frameType: 'nested' } as WindowClient;

class Clients {
  #found = Object.freeze([page, frame]);
  async matchAll(options?: ClientQueryOptions): Promise<readonly Client[]> {
    return options?.type === 'worker' ? [] : this.#found;
  }
}

test('a hidden frame is not found, and nothing else changes', async () => {
  const before = Object.getOwnPropertyDescriptor(Clients.prototype, 'matchAll')!;
  const hide = hideFrames(Clients.prototype);
  const clients = new Clients();
  expect(await clients.matchAll()).toEqual([page, frame]);
  // The page is what a tab is that was opened for want of a frame.
  for (const source of [frame, page, null]) hide(source);
  const found = await clients.matchAll();
  expect([found, Object.isFrozen(found)]).toEqual([[page], true]);
  expect(await clients.matchAll({ type: 'worker' })).toEqual([]);

  const { value, ...after } = Object.getOwnPropertyDescriptor(Clients.prototype, 'matchAll')!;
  expect(before).toMatchObject(after);
  expect([(value as Clients['matchAll']).name, (value as Clients['matchAll']).length]).toEqual(['matchAll', 0]);
  await expect(Reflect.apply(value as Clients['matchAll'], {}, [])).rejects.toThrow(TypeError);
});
