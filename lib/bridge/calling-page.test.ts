// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { callingPage } from './calling-page';

const meta = (content: string): string => `<meta name="referrer" content="${content}">`;

test.each([
  ['none', '', ''],
  ['one', meta(' Origin '), 'origin'],
  ['the last of several', meta('origin') + meta('no-referrer'), 'no-referrer'],
  ['the last that is one', meta('origin') + meta('nonsense'), 'origin'],
  ['an old word', meta('never'), 'no-referrer'],
  ['what every object has', meta('constructor'), ''],
])('the referrer policy of a document that says %s', (_what, head, policy) => {
  document.head.innerHTML = head;
  expect(callingPage(window as never, async () => []).referrerPolicy).toBe(policy);
});
