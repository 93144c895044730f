import { expect, test, vi } from 'vitest';
import { createLocalNetworkAccess } from './local-network-access';
import type { FetchClient } from './types';

const from = (origin: string): FetchClient => ({ origin, url: origin, referrerPolicy: '', connectsAnywhere: true });
const refusalOf = async (check: () => void | Promise<void>): Promise<unknown> => {
  try {
    await check();
    return null;
  } catch (error) {
    return error;
  }
};
/** What is thrown, or null. */
const verdict = (allowed: boolean): unknown => (allowed ? null : expect.objectContaining({ failure: 'refused' }));

test.each([
  [false, 'https://a.example', 'http://localhost'],
  [false, 'https://a.example', 'http://127.0.0.1'],
  [false, 'https://a.example', 'https://192.168.0.1'],
  [false, 'https://a.example', 'https://printer.local'],
  [false, 'https://a.example', 'http://[::1]'],
  [true, 'https://a.example', 'https://b.example'],
  [true, 'https://a.example', 'https://8.8.8.8'],
  [true, 'http://localhost', 'http://127.0.0.1'],
  [true, 'http://localhost', 'http://192.168.0.1'],
  [true, 'https://192.168.0.1', 'https://10.0.0.1'],
  [false, 'https://192.168.0.1', 'http://localhost'],
])('by name: %s, %s may ask %s', async (allowed, client, url) => {
  const { checkHost } = createLocalNetworkAccess(async () => null);
  expect(await refusalOf(() => checkHost(new URL(url), from(client)))).toEqual(verdict(allowed));
});

test.each<[allowed: boolean, client: string, located: string | null, url: string, ip: string | null]>([
  [true, 'https://a.example', '93.184.216.34', 'https://b.example', '8.8.8.8'],
  [false, 'https://a.example', '93.184.216.34', 'https://b.example', '127.0.0.1'],
  [false, 'https://a.example', '93.184.216.34', 'https://b.example', '192.168.0.1'],
  [false, 'https://a.example', null, 'https://b.example', '192.168.0.1'],
  // Of its own origin TLS vouches for the answer, wherever it comes from.
  [true, 'https://a.example', null, 'https://a.example', '192.168.0.1'],
  // A company's page and its file server.
  [true, 'https://a.example', '10.0.0.1', 'https://b.example', '10.0.0.2'],
  // A proxy on this machine hides where the page comes from.
  [false, 'https://a.example', '127.0.0.1', 'https://b.example', '10.0.0.2'],
  [true, 'https://a.example', '127.0.0.1', 'https://b.example', '127.0.0.1'],
  [true, 'https://a.example', '93.184.216.34', 'https://b.example', null],
  [false, 'http://a.example', '10.0.0.1', 'http://b.example', '10.0.0.2'],
  [true, 'http://localhost', null, 'https://b.example', '10.0.0.2'],
  [false, 'https://10.0.0.1', null, 'https://b.example', '127.0.0.1'],
])('by address: %s, %s at %s may read %s from %s', async (allowed, client, located, url, ip) => {
  const { checkAddress } = createLocalNetworkAccess(async () => located);
  expect(await refusalOf(() => checkAddress(new URL(url), ip, from(client)))).toEqual(verdict(allowed));
});

test('where a page comes from is asked once, and never for public answers', async () => {
  const locate = vi.fn<() => Promise<string>>(async () => '10.0.0.1');
  const { checkAddress } = createLocalNetworkAccess(locate);
  await checkAddress(new URL('https://b.example'), '8.8.8.8', from('https://a.example'));
  expect(locate).not.toHaveBeenCalled();
  await checkAddress(new URL('https://b.example'), '10.0.0.2', from('https://a.example'));
  await checkAddress(new URL('https://c.example'), '10.0.0.3', from('https://a.example'));
  expect(locate).toHaveBeenCalledTimes(1);
});
