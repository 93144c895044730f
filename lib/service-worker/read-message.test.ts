import { expect, test } from 'vitest';
import { MARK, VERSION } from '../protocol/service-worker';
import { readMessage } from './read-message';

const event = { type: 'backgroundfetchsuccess', registration: { job: 'one' }, records: [] };

test.each([{ kind: 'ping' }, { kind: 'activate' }, { kind: 'connect', nonce: null }, { kind: 'connect', nonce: 'n' }, { kind: 'event', event }])(
  'ours: %j',
  (body) => {
    const message = { [MARK]: VERSION, ...body };
    expect(readMessage(message)).toBe(message);
  },
);

test.each([null, undefined, 1, 'ping', [], {}, { kind: 'ping' }, Object.create({ [MARK]: VERSION, kind: 'ping' }) as object])(
  "the site's own: %j",
  (message) => {
    expect(readMessage(message)).toBeNull();
  },
);

test.each([
  { [MARK]: VERSION + 1, kind: 'ping' },
  { [MARK]: true, kind: 'ping' },
  { [MARK]: VERSION },
  { [MARK]: VERSION, kind: 'toString' },
  { [MARK]: VERSION, kind: 'connect' },
  { [MARK]: VERSION, kind: 'event' },
  { [MARK]: VERSION, kind: 'event', event: { ...event, type: 'fetch' } },
  { [MARK]: VERSION, kind: 'event', event: { ...event, registration: null } },
  { [MARK]: VERSION, kind: 'event', event: { ...event, records: 1 } },
])('bears the mark, and is nothing we know: %j', (message) => {
  expect(readMessage(message)).toBe('unknown');
});
