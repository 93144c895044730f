import { expect, test, vi } from 'vitest';
import { createSiteAccess } from './site-access';

/** A browser whose person answers as said. */
function setUp({ given, answer }: { given: boolean; answer: boolean }) {
  const listeners: (() => void)[] = [];
  const asked: string[][] = [];
  const event = { addListener: (listener: () => void) => void listeners.push(listener) };
  let has = given;
  const set = (next: boolean): void => {
    has = next;
    for (const listener of listeners) listener();
  };
  const access = createSiteAccess({
    contains: ({ origins }) => Promise.resolve(has && origins[0] === '*://*/*'),
    request: ({ origins }) => {
      asked.push(origins);
      if (answer) set(true);
      return Promise.resolve(answer);
    },
    onAdded: event,
    onRemoved: event,
  });
  return { access, asked, set };
}

test('what is not known yet is neither yes nor no', async () => {
  const { access } = setUp({ given: true, answer: true });
  expect(access.state()).toBeNull();
  await vi.waitFor(() => expect(access.state()).toBe(true));
});

test('an answer is seen, and so is access taken away elsewhere', async () => {
  const { access, asked, set } = setUp({ given: false, answer: true });
  const seen: (boolean | null)[] = [];
  access.subscribe(() => seen.push(access.state()));
  await access.request();
  expect(asked).toEqual([['*://*/*']]);
  await vi.waitFor(() => expect(seen.at(-1)).toBe(true));
  set(false);
  await vi.waitFor(() => expect(seen.at(-1)).toBe(false));
});

test('a refusal is an answer', async () => {
  const { access } = setUp({ given: false, answer: false });
  await expect(access.request('https://cdn.example/*')).resolves.toBeUndefined();
  await vi.waitFor(() => expect(access.state()).toBe(false));
});
