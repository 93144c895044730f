import { expect, test } from 'vitest';
import type { ErrandOutcome } from '../protocol/site';
import { afterAttempt, KEEP_FOR, MAX_DEATHS, READERS_GRACE, type Due } from './delivery-policy';

const MINUTE = 60_000;
const due: Due = { state: 'due', attempts: 0, notBefore: 0, unheard: 0 };
const handled: ErrandOutcome = { kind: 'handled', rejected: true };

test.each<[string, Due, ErrandOutcome, number, unknown]>([
  ['handled, even with an error: over', due, handled, 1_000, { state: 'over', heard: true, keepUntil: 1_000 + READERS_GRACE, data: true }],
  ['unregistered: forgotten', due, { kind: 'unregistered' }, 1_000, 'forget'],
  ['died: again at once', due, { kind: 'died' }, 1_000, { ...due, attempts: 1, notBefore: 1_000 }],
  ['died again: again in a minute', { ...due, attempts: 1 }, { kind: 'died' }, 1_000, { ...due, attempts: 2, notBefore: 1_000 + MINUTE }],
  ['died and died again: the wait doubles', { ...due, attempts: 2 }, { kind: 'died' }, 0, { ...due, attempts: 3, notBefore: 2 * MINUTE }],
  [
    'died once too often: over, data kept for the user',
    { ...due, attempts: MAX_DEATHS - 1 },
    { kind: 'died' },
    1_000,
    { state: 'over', heard: true, keepUntil: KEEP_FOR, data: true },
  ],
  ['unheard: once more, later', due, { kind: 'unheard' }, 0, { ...due, unheard: 1, notBefore: 10 * MINUTE }],
  [
    'unheard twice: nobody there to tell',
    { ...due, unheard: 1 },
    { kind: 'unheard' },
    0,
    { state: 'over', heard: false, keepUntil: KEEP_FOR, data: true },
  ],
  ['inactive at once: again in a minute', due, { kind: 'inactive' }, 0, { ...due, notBefore: MINUTE }],
  ['inactive for an hour: again in an hour', due, { kind: 'inactive' }, 60 * MINUTE, { ...due, notBefore: 120 * MINUTE }],
  ['a line that closed under an event is a worker not reached', due, { kind: 'closed' }, 0, { ...due, notBefore: MINUTE }],
  [
    'inactive for too long: given up',
    due,
    { kind: 'inactive' },
    KEEP_FOR,
    { state: 'over', heard: false, keepUntil: KEEP_FOR, data: true },
  ],
])('%s', (_, delivery, outcome, now, expected) => {
  expect(afterAttempt(delivery, outcome, 0, KEEP_FOR, now)).toEqual(expected);
});
