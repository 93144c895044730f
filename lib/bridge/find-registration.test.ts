import { expect, test } from 'vitest';
import { findRegistration } from './find-registration';

const outer = { scope: 'https://example.org/' };
const inner = { scope: 'https://example.org/inner/' };
const container = (found: object | undefined, all: object[]): ServiceWorkerContainer => ({ getRegistration: async () => found, getRegistrations: async () => all }) as never;

test.each<[what: string, found: object | undefined, all: object[], expected: object | null]>([
  ['it', inner, [], inner],
  ['the outer one, though it is there', outer, [outer, inner], inner],
  ['nothing, though it is there', undefined, [outer, inner], inner],
  ['the outer one, for there is no other', outer, [outer], null],
  ['nothing, for there is nothing', undefined, [], null],
])('the browser finds %s', async (_what, found, all, expected) => {
  expect(await findRegistration(container(found, all), inner.scope)).toBe(expected);
});
