import { expect, test } from 'vitest';
import { portPair } from './port-pair.mocks';
import { routePorts } from './route-ports';

const US = 'us@example.org';
const BASE = 'moz-extension://1/';
const popup = { id: US, url: `${BASE}popup.html`, origin: 'moz-extension://1' };
const offscreen = { id: US, url: `${BASE}offscreen.html`, origin: 'moz-extension://1' };
const site = { id: US, url: 'https://a.example/', origin: 'https://a.example' };

test.each([
  ['site', site, 'site'],
  ['site https://a.example', site, 'site'],
  ['ui', popup, 'ui'],
  ['ui', { ...popup, tab: { id: 1 } }, 'ui'],
  ['host', offscreen, 'host'],
  ['ui', site, 'closed'],
  ['host', site, 'closed'],
  ['host', popup, 'closed'],
  ['host', { ...offscreen, tab: { id: 1 } }, 'closed'],
  ['ui', { ...popup, id: 'them@example.org' }, 'closed'],
  ['ui', { ...popup, origin: 'null' }, 'closed'],
  ['ui', { ...popup, url: 'https://a.example/moz-extension://1/' }, 'closed'],
  ['other', popup, 'closed'],
])('a port named "%s" of %j goes to: %s', async (name, sender, expected) => {
  const [near, far] = portPair(name, sender);
  let went = '';
  near.onDisconnect.addListener(() => (went = 'closed'));
  const route = (where: string) => () => void (went = where);
  routePorts({ own: { extensionId: US, baseURL: BASE }, site: route('site'), ui: route('ui'), host: route('host') })(far);
  await Promise.resolve();
  expect(went).toBe(expected);
});

test('where there is no offscreen document, nothing can be it', async () => {
  const [near, far] = portPair('host', offscreen);
  let closed = false;
  near.onDisconnect.addListener(() => (closed = true));
  const fail = () => expect.unreachable();
  routePorts({ own: { extensionId: US, baseURL: BASE }, site: fail, ui: fail, host: null })(far);
  await Promise.resolve();
  expect(closed).toBe(true);
});
