import { expect, test } from 'vitest';
import type { ServiceWorkerErrand } from '../protocol/site';
import { createErrands } from './errands';

const errand: ServiceWorkerErrand = { kind: 'connect', scope: 'https://a.example/', nonce: 'n' };
const frame = { origin: 'https://a.example', tabId: null };
const never = new Promise<void>(() => {});

test('the frame it was opened for takes it and answers it', async () => {
  const errands = createErrands();
  const pending = errands.open(errand, frame);
  expect(errands.serve(pending.token, frame, never)).toBe(errand);
  await pending.taken;
  expect(errands.served(pending.token, frame, { kind: 'handled', rejected: false })).toBe(null);
  expect(await pending.outcome).toEqual({ kind: 'handled', rejected: false });
});

// Control: the test above, with the right token and the right server, sees the errand.
test.each([
  ['a guessed token', () => `background-fetch-anywhere:${'0'.repeat(32)}`, frame],
  ['a name of Object.prototype', () => 'constructor', frame],
  ['the right token from another origin', (token: string) => token, { ...frame, origin: 'https://evil.example' }],
  ['the right token from a tab', (token: string) => token, { ...frame, tabId: 3 }],
])('attack: %s learns nothing and cannot end it', async (_, guess, server) => {
  const errands = createErrands();
  const pending = errands.open(errand, frame);
  errands.serve(pending.token, frame, never);
  expect(errands.serve(guess(pending.token), server, never)).toBe(null);
  expect(() => errands.served(guess(pending.token), server, { kind: 'unregistered' })).toThrow('not-allowed');
  errands.served(pending.token, frame, { kind: 'closed' });
  expect(await pending.outcome).toEqual({ kind: 'closed' });
});

test('an errand for a tab is for exactly that tab', () => {
  const errands = createErrands();
  const { token } = errands.open(errand, { ...frame, tabId: 3 });
  expect(errands.serve(token, { ...frame, tabId: 4 }, never)).toBe(null);
  expect(errands.serve(token, frame, never)).toBe(null);
  expect(errands.serve(token, { ...frame, tabId: 3 }, never)).toBe(errand);
});

test('it cannot be answered before it was taken, nor taken after it was closed', () => {
  const errands = createErrands();
  const pending = errands.open(errand, frame);
  expect(() => errands.served(pending.token, frame, { kind: 'closed' })).toThrow('not-allowed');
  pending.close();
  expect(errands.serve(pending.token, frame, never)).toBe(null);
});

test('the going of the bridge that holds it is its death, of one of two is not', async () => {
  const errands = createErrands();
  const pending = errands.open(errand, frame);
  const first = Promise.withResolvers<void>();
  const second = Promise.withResolvers<void>();
  errands.serve(pending.token, frame, first.promise);
  errands.serve(pending.token, frame, second.promise);
  first.resolve();
  let ended = false;
  void pending.outcome.then(() => (ended = true));
  await Promise.resolve();
  expect(ended).toBe(false);
  second.resolve();
  expect(await pending.outcome).toEqual({ kind: 'died' });
});

test('tokens are 128 random bits', () => {
  const errands = createErrands();
  const tokens = new Set(Array.from({ length: 100 }, () => errands.open(errand, frame).token));
  expect(tokens.size).toBe(100);
  for (const token of tokens) expect(token).toMatch(/^background-fetch-anywhere:[0-9a-f]{32}$/);
});
